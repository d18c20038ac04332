#include "routing/waiting.h"

#include <stdlib.h>

#include "domain/instant.h"
#include "routing_sql.h"
#include "runtime/log.h"
#include "runtime/metrics.h"
#include "runtime/worker.h"
#include "store/rows.h"
#include "store/store.h"

enum {
	LOOK_MOST_MS = 30 * 1000,
};

struct waiting {
	struct process *process;
	uv_timer_t timer;
	struct work work;
	struct work_class work_class;
	struct metric *facts;
	bool looking;
	bool alarmed; /* until nothing waits too long any more */
	int64_t count;
	int64_t oldest_seconds;
};

/* Pool thread. */
static bool
run(struct work *const *items, size_t count, struct work_room *room, struct error *error)
{
	struct waiting *waiting = room->context;
	struct rows rows;

	(void)items;
	(void)count;
	if (!store_query(room->store, SQL_COUNT_WAITING, NULL, room->arena, &rows, error))
		return false;
	waiting->count = rows_int(&rows, 0, 0);
	waiting->oldest_seconds = 0;
	if (waiting->count > 0)
		waiting->oldest_seconds = (rows_instant(&rows, 0, 2).us - rows_instant(&rows, 0, 1).us) / SECOND_US;
	return true;
}

/* Loop. */
static void
done(struct work *const *items, size_t count, bool ok, const struct error *error, struct arena *arena, void *context)
{
	struct waiting *waiting = context;
	int64_t patience = settings_milliseconds(waiting->process->settings, "REDRESS_WAITING_ALARM") / 1000;
	bool late = ok && waiting->count > 0 && waiting->oldest_seconds > patience;

	(void)items;
	(void)count;
	(void)error;
	(void)arena;
	waiting->looking = false;
	if (!ok)
		return;
	metric_set(waiting->facts, (double)waiting->count);
	if (late && !waiting->alarmed)
		log_alarm(
		    "facts wait for a contact that opens their case: was one not posted, or is a case reference wrong?",
		    LOG_NUMBER("facts", waiting->count), LOG_NUMBER("oldest_seconds", waiting->oldest_seconds));
	waiting->alarmed = late;
}

static void
on_timer(uv_timer_t *timer)
{
	struct waiting *waiting = timer->data;

	if (!waiting->looking)
		waiting->looking = worker_submit(waiting->process->worker, &waiting->work, &waiting->work_class, 1);
}

struct waiting *
waiting_start(struct process *process)
{
	struct waiting *waiting = calloc(1, sizeof(*waiting));
	uint64_t every = (uint64_t)settings_milliseconds(process->settings, "REDRESS_WAITING_ALARM") / 2;

	if (waiting == NULL)
		abort();
	every = every > LOOK_MOST_MS ? LOOK_MOST_MS : every;
	waiting->process = process;
	waiting->facts = metrics_gauge(process->metrics, "redress_routing_waiting_facts",
	    "Facts that name a case no contact has opened yet.", NULL, NULL);
	waiting->work_class = (struct work_class){
		.name = "waiting",
		.most_items = 1,
		.most_bytes = SIZE_MAX,
		.run = run,
		.done = done,
		.context = waiting,
	};
	uv_timer_init(process->loop, &waiting->timer);
	waiting->timer.data = waiting;
	uv_timer_start(&waiting->timer, on_timer, every, every);
	return waiting;
}

void
waiting_stop(struct waiting *waiting)
{
	if (waiting == NULL || uv_is_closing((uv_handle_t *)&waiting->timer))
		return;
	uv_timer_stop(&waiting->timer);
	uv_close((uv_handle_t *)&waiting->timer, NULL);
}

void
waiting_free(struct waiting *waiting)
{
	free(waiting);
}
