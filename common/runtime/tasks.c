/* What a judge commits outside waves: outcomes of deliveries, as roots. */
#include <sodium.h>
#include <stdlib.h>

#include "runtime/batch_state.h"
#include "runtime/engine.h"
#include "runtime/log.h"
#include "store/segment.h"

enum {
	DIGEST_BYTES = 32,
	TASKS_AT_ONCE = 64,
};

struct task {
	struct work work; /* first */
	struct judge_task task;
	bool committed, refused;
	struct error error;
};

/* A repeat is told from a conflict by what is said. */
static struct bytes
digest_of(struct bytes body, struct arena *arena)
{
	unsigned char *digest = arena_alloc(arena, DIGEST_BYTES);

	crypto_generichash(digest, DIGEST_BYTES, body.at, body.len, NULL, 0);
	return (struct bytes){ digest, DIGEST_BYTES };
}

static bool
commit(struct batch *batch, struct event **said, size_t *said_count, struct error *error)
{
	struct segment segment = segment_new(batch->store, batch->arena);
	struct log_root *roots = arena_array(batch->arena, batch->said_count, sizeof(*roots));
	struct append_result *results = arena_array(batch->arena, batch->said_count, sizeof(*results));
	size_t appended = 0;

	*said = arena_array(batch->arena, batch->said_count, sizeof(**said));
	*said_count = 0;
	for (size_t i = 0; i < batch->statement_count; i++)
		segment_add(&segment, batch->statements[i].sql, batch->statements[i].params);
	for (size_t i = 0; i < batch->said_count; i++)
		roots[i] = (struct log_root){ .event = *batch->said[i],
			.digest = digest_of(batch->said[i]->body, batch->arena),
			.advances_to = INSTANT_NONE };
	if (batch->said_count > 0)
		appended = log_append_roots(&segment, batch->speaker, roots, batch->said_count);
	if (segment.count == 0)
		return true;
	if (!segment_run(&segment, error))
		return false;
	if (batch->said_count == 0)
		return true;
	if (!log_append_roots_results(&segment, appended, roots, batch->said_count, results, error))
		return false;
	for (size_t i = 0; i < batch->said_count; i++)
		if (results[i].status == APPEND_ACCEPTED)
			(*said)[(*said_count)++] = roots[i].event;
	return true;
}

static bool
run_together(
    struct engine *engine, struct task *const *tasks, size_t count, struct work_room *room, struct error *error)
{
	const struct judge *judge = engine->judge;
	struct batch batch = batch_new(room->arena, room->store, judge->service.speaker,
	    judging_hears(judge) | SPEAKER_BIT(judge->service.speaker));

	for (size_t i = 0; i < count; i++)
		if (!tasks[i]->task.run(&batch, tasks[i]->task.context, error))
			return false;
	if (batch.broken) {
		*error = batch.why_broken;
		return false;
	}
	if (!commit(&batch, &engine->tasks_said, &engine->tasks_said_count, error))
		return false;
	for (size_t i = 0; i < count; i++)
		tasks[i]->committed = true;
	return true;
}

/* One by one, when not all together: so that one that cannot be committed spoils no other. */
static bool
run_tasks(struct work *const *items, size_t count, struct work_room *room, struct error *error)
{
	struct engine *engine = room->context;
	struct task *const *tasks = (struct task *const *)items;

	engine->tasks_said_count = 0;
	if (count > 1 && !tasks[0]->committed && !tasks[0]->refused) {
		if (run_together(engine, tasks, count, room, error))
			return true;
		if (error->code == ERROR_UNAVAILABLE)
			return false;
	}
	for (size_t i = 0; i < count; i++) {
		struct error why = { 0 };

		if (tasks[i]->committed || tasks[i]->refused || run_together(engine, &tasks[i], 1, room, &why))
			continue;
		*error = why;
		if (why.code == ERROR_UNAVAILABLE)
			return false;
		tasks[i]->refused = true;
		tasks[i]->error = why;
	}
	/* What each said of several is left to those who read the log. */
	if (count > 1)
		engine->tasks_said_count = 0;
	return true;
}

static void
tasks_done(
    struct work *const *items, size_t count, bool ok, const struct error *error, struct arena *arena, void *context)
{
	struct engine *engine = context;

	(void)arena;
	if (ok && !engine->stopping)
		engine_publish(engine, engine->tasks_said, engine->tasks_said_count);
	for (size_t i = 0; i < count; i++) {
		struct task *task = (struct task *)items[i];

		if (task->refused)
			log_failure(LOG_LEVEL_ERROR, "task not committed", &task->error);
		if (task->task.done != NULL)
			task->task.done(
			    engine->process, task->task.context, task->committed, task->refused ? &task->error : error);
		free(task);
	}
}

void
tasks_open(struct engine *engine)
{
	engine->task_class = (struct work_class){ .name = "task",
		.most_items = TASKS_AT_ONCE,
		.most_bytes = SIZE_MAX,
		.patience_ms = UINT32_MAX,
		.run = run_tasks,
		.done = tasks_done,
		.context = engine };
}

void
judge_submit(struct process *process, const struct judge_task *given)
{
	struct engine *engine = process_engine(process);
	struct task *task = calloc(1, sizeof(*task));
	const struct error stopping = { .code = ERROR_UNAVAILABLE, .text = "the daemon is stopping" };

	if (task == NULL)
		abort();
	task->task = *given;
	if (process->worker != NULL && worker_submit(process->worker, &task->work, &engine->task_class, 0))
		return;
	if (given->done != NULL)
		given->done(process, given->context, false, &stopping);
	free(task);
}
