#include "intake/keyring_watch.h"

#include "runtime/health.h"
#include "runtime/log.h"
#include "runtime/service.h"
#include "store/store.h"

enum {
	AGAIN_MS = 1000,
};

bool
keyring_watch_connect(struct keyring_watch *watch, struct error *error)
{
	watch->away = store_is_broken(watch->keys) && !store_reopen(watch->keys, error);
	return !watch->away;
}

static bool
probe(struct work *const *items, size_t count, struct work_room *room, struct error *error)
{
	(void)items;
	(void)count;
	(void)error;
	keyring_watch_connect(room->context, NULL);
	return true;
}

static void
probed(struct work *const *items, size_t count, bool ok, const struct error *error, struct arena *arena, void *context)
{
	struct keyring_watch *watch = context;

	(void)items;
	(void)count;
	(void)ok;
	(void)error;
	(void)arena;
	watch->probing = false;
	keyring_watch_report(watch);
}

static void
on_timer(uv_timer_t *timer)
{
	struct keyring_watch *watch = timer->data;

	watch->probing = worker_submit(watch->process->worker, &watch->work, &watch->probe, 0);
}

void
keyring_watch_start(struct keyring_watch *watch, struct process *process)
{
	watch->process = process;
	watch->probe = (struct work_class){
		.name = "keys",
		.most_items = 1,
		.run = probe,
		.done = probed,
		.context = watch,
	};
	uv_timer_init(process->loop, &watch->timer);
	watch->timer.data = watch;
	watch->started = true;
	keyring_watch_report(watch);
}

void
keyring_watch_report(struct keyring_watch *watch)
{
	struct health *health = watch->process->health;

	if (!watch->started)
		return;
	if (watch->away && health_reason(health, "keys") == NULL)
		log_error("the database of keys is not reachable: facts with personal fields are not taken");
	health_report(health, "keys", watch->away ? "the database of keys is not reachable" : NULL);
	if (watch->away && !watch->probing)
		uv_timer_start(&watch->timer, on_timer, AGAIN_MS, 0);
}

void
keyring_watch_stop(struct keyring_watch *watch)
{
	if (!watch->started)
		return;
	watch->started = false;
	uv_timer_stop(&watch->timer);
	uv_close((uv_handle_t *)&watch->timer, NULL);
}
