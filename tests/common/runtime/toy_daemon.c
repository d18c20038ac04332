/* redress-toy: daemons with nothing to them but the runtime, chosen by TOY: "intake", "routing", "sla",
 * "notification".
 *
 * intake takes POST /append?from=&count=&cases=[&drop=1][&type=]: facts i of cases i % cases, appended in adaptive
 * batches; drop leaves their frames unsaid. routing counts a case's facts; sla counts what it may know of the case.
 * notification takes POST /tell?from=&count=&bad=: deliveries told outside of waves, of which `bad` cannot be. */
#include <stdlib.h>
#include <unistd.h>

#include "base/limits.h"
#include "runtime/health.h"
#include "runtime/judge.h"
#include "runtime/log.h"
#include "runtime/worker.h"
#include "store/log.h"
#include "store/rows.h"

enum {
	LANDLORD = 1,
	/* What a TimeAdvanced makes routing say, and how much of it in one commit. */
	BIG_WAVE = 2500,
	BIG_PART = 700,
};

/* ---- intake ---- */

struct post {
	struct work work; /* first */
	struct http_request *request;
	int from, count, cases;
	bool drop;
	const char *type;
};

struct intake {
	struct process *process;
	struct work_class work_class;
	struct event *events;
	size_t event_count;
	bool drop;
};

static bool
append_run(struct work *const *items, size_t count, struct work_room *room, struct error *error)
{
	struct intake *intake = room->context;
	struct segment segment = segment_new(room->store, room->arena);
	struct log_root *roots;
	struct append_result *results;
	size_t total = 0, at = 0, statement;

	for (size_t i = 0; i < count; i++)
		total += (size_t)((struct post *)items[i])->count;
	roots = arena_array(room->arena, total, sizeof(*roots));
	results = arena_array(room->arena, total, sizeof(*results));
	intake->drop = false;
	for (size_t i = 0; i < count; i++) {
		const struct post *post = (const struct post *)items[i];

		intake->drop = intake->drop || post->drop;
		for (int n = post->from; n < post->from + post->count; n++, at++) {
			bool time = strcmp(post->type, "TimeAdvanced") == 0;

			roots[at].advances_to = time ? (struct instant){ (int64_t)n * SECOND_US } : INSTANT_NONE;
			roots[at].digest = (struct bytes){ (const uint8_t *)"d", 1 };
			roots[at].event = (struct event){
				.landlord_id = time ? 0 : LANDLORD,
				.landlord = time ? TEXT("operator") : TEXT("livin"),
				.type = text_of(arena_printf(room->arena, "redress.v1.%s", post->type)),
				.source = TEXT("toy"),
				.id = text_of(arena_printf(room->arena, "%s-%d", post->type, n)),
				.case_ref =
				    time ? TEXT("") : text_of(arena_printf(room->arena, "CASE-%d", n % post->cases)),
				.occurred_at = { INT64_C(1796083200000000) },
			};
		}
	}
	statement = log_append_roots(&segment, SPEAKER_INTAKE, roots, total);
	if (!segment_run(&segment, error) ||
	    !log_append_roots_results(&segment, statement, roots, total, results, error))
		return false;
	intake->events = arena_array(room->arena, total, sizeof(struct event));
	intake->event_count = 0;
	for (size_t i = 0; i < total; i++)
		if (results[i].status == APPEND_ACCEPTED)
			intake->events[intake->event_count++] = roots[i].event;
	return true;
}

static void
append_done(
    struct work *const *items, size_t count, bool ok, const struct error *error, struct arena *arena, void *context)
{
	struct intake *intake = context;
	const struct event **list = arena_array(arena, intake->event_count, sizeof(*list));
	uint64_t head = 0;

	for (size_t i = 0; ok && i < intake->event_count; i++) {
		list[i] = &intake->events[i];
		head = list[i]->position;
	}
	if (ok && head > 0 && !intake->drop)
		process_publish(intake->process, list, intake->event_count, head, head);
	for (size_t i = 0; i < count; i++) {
		struct post *post = (struct post *)items[i];

		if (ok)
			http_answer(post->request, 202, "text/plain", TEXT("taken\n"), NULL, 0);
		else
			http_answer(post->request, 503, "text/plain", text_of(error->text), NULL, 0);
		free(post);
	}
}

static int
query_number(struct http_request *request, const char *name, int otherwise)
{
	struct text value;

	return http_request_query(request, name, &value) ? atoi(arena_string(http_request_arena(request), value))
							 : otherwise;
}

static void
on_append(struct http_request *request, void *context)
{
	struct intake *intake = context;
	struct post *post = calloc(1, sizeof(*post));
	struct text type = TEXT("ContactReceived");

	http_request_query(request, "type", &type);
	post->request = request;
	post->from = query_number(request, "from", 0);
	post->count = query_number(request, "count", 1);
	post->cases = query_number(request, "cases", 10);
	post->drop = query_number(request, "drop", 0) != 0;
	post->type = arena_string(http_request_arena(request), type);
	if (!worker_submit(intake->process->worker, &post->work, &intake->work_class, 1))
		http_answer(request, 503, "text/plain", TEXT("stopping"), NULL, 0);
}

/* A query that lasts: for stopping in the middle of one. */
static bool
sleep_run(struct work *const *items, size_t count, struct work_room *room, struct error *error)
{
	(void)items;
	(void)count;
	return store_query(room->store, "SELECT pg_sleep(30)::text", NULL, room->arena, NULL, error);
}

static void
on_sleep(struct http_request *request, void *context)
{
	static struct work_class work_class = {
		.name = "sleep", .most_items = 1, .run = sleep_run, .done = append_done
	};
	struct intake *intake = context;
	struct post *post = calloc(1, sizeof(*post));

	post->request = request;
	work_class.context = intake;
	worker_submit(intake->process->worker, &post->work, &work_class, 1);
}

static bool
intake_start(struct process *process, struct error *error)
{
	struct intake *intake = calloc(1, sizeof(*intake));

	(void)error;
	intake->process = process;
	intake->work_class = (struct work_class){ .name = "append",
		.most_items = 200,
		.most_bytes = 200,
		.patience_ms = 3000,
		.run = append_run,
		.done = append_done,
		.context = intake };
	process->state = intake;
	return true;
}

static void
free_state(struct process *process)
{
	free(process->state);
}

static const struct http_route intake_routes[] = {
	{ .method = HTTP_POST, .pattern = "/append", .handle = on_append },
	{ .method = HTTP_GET, .pattern = "/sleep", .handle = on_sleep },
	{ .pattern = NULL },
};

/* ---- routing ---- */

static void
say(struct batch *batch, const struct event *about, const char *type, const char *id, size_t number)
{
	char *body = arena_printf(batch_arena(batch), "%zu", number);

	batch_say(batch, &(struct event){ .landlord_id = about->landlord_id,
			     .landlord = about->landlord,
			     .type = text_of(type),
			     .id = text_of(id),
			     .case_ref = about->case_ref,
			     .occurred_at = INSTANT_NONE,
			     .body = { (const uint8_t *)body, strlen(body) } });
}

static enum outcome
on_contact(struct delivery *in)
{
	const struct event *const *events;
	size_t count;

	if (text_equal(in->event->id, TEXT("LearningRecorded-666"))) {
		say(in->batch, in->event, "redress.v1.CaseOpened", "must not be said", 0);
		return error_set(in->error, ERROR_INVALID, "poison \xc3"), OUTCOME_REJECT;
	}
	if (!batch_case(in->batch, (struct case_key){ in->event->landlord_id, in->event->case_ref }, &events, &count,
		in->error))
		return OUTCOME_RETRY;
	if (in->wave->part == 0)
		say(in->batch, in->event, "redress.v1.CaseOpened",
		    arena_printf(batch_arena(in->batch), "opened-%.*s", TEXT_ARG(in->event->id)), count);
	return OUTCOME_DONE;
}

static enum outcome
on_time(struct delivery *in)
{
	(void)in;
	return OUTCOME_DONE;
}

static bool
routing_wave_done(struct batch *batch, const struct wave *wave, void *state, bool *again, struct error *error)
{
	uint32_t from = wave->part * BIG_PART, until = from + BIG_PART;

	(void)state;
	if (text_equal(wave->root->id, TEXT("LearningRecorded-667"))) {
		say(batch, wave->root, "redress.v1.CaseOpened", "must not be said either", 0);
		return error_set(error, ERROR_LIMIT, "too much of it");
	}
	if (!text_equal(wave->root->type, TEXT("redress.v1.TimeAdvanced")))
		return true;
	for (uint32_t i = from; i < until && i < BIG_WAVE; i++) {
		const struct event about = { .landlord_id = LANDLORD,
			.landlord = TEXT("livin"),
			.case_ref = text_of(arena_printf(batch_arena(batch), "CASE-%u", i % 10)) };

		say(batch, &about, "redress.v1.StageOpened",
		    arena_printf(batch_arena(batch), "stage-%.*s-%u", TEXT_ARG(wave->root->id), i), i);
	}
	*again = until < BIG_WAVE;
	return true;
}

static const enum speaker routing_hears[] = { SPEAKER_INTAKE };
static const struct handler routing_handlers[] = {
	{ "redress.v1.ContactReceived", on_contact, "a contact opens a case", false },
	{ "redress.v1.LearningRecorded", on_contact, "poison, or not", false },
	{ "redress.v1.TimeAdvanced", on_time, "time passes", true },
	{ .type = NULL },
};

/* ---- sla ---- */

static const char delete_due[] = "DELETE FROM due WHERE due_at <= $1";
static const char read_next_due[] = "SELECT min(due_at) FROM due";

static enum outcome
on_opened(struct delivery *in)
{
	batch_touch(in->batch, (struct case_key){ in->event->landlord_id, in->event->case_ref });
	return OUTCOME_DONE;
}

static enum outcome
on_due(struct delivery *in)
{
	struct params params = params_new(batch_arena(in->batch));

	params_instant(&params, in->now);
	batch_execute(in->batch, delete_due, &params);
	say(in->batch,
	    &(struct event){ .landlord_id = LANDLORD, .landlord = TEXT("livin"), .case_ref = TEXT("CASE-0") },
	    "redress.v1.ClockMissed",
	    arena_printf(batch_arena(in->batch), "missed-%llu", (unsigned long long)in->wave->position), 1);
	return OUTCOME_DONE;
}

static bool
sla_wave_done(struct batch *batch, const struct wave *wave, void *state, bool *again, struct error *error)
{
	const struct case_key *keys;
	size_t count = batch_touched(batch, &keys);

	(void)state;
	(void)again;
	for (size_t i = 0; i < count; i++) {
		const struct event *const *events;
		size_t known;

		if (!batch_case(batch, keys[i], &events, &known, error))
			return false;
		say(batch,
		    &(struct event){
			.landlord_id = keys[i].landlord_id, .landlord = TEXT("livin"), .case_ref = keys[i].case_ref },
		    "redress.v1.ClockStarted",
		    arena_printf(batch_arena(batch), "clock-%.*s-%.*s-%.*s", TEXT_ARG(keys[i].case_ref),
			TEXT_ARG(wave->root->id), TEXT_ARG(wave->events[0]->id)),
		    known);
	}
	return true;
}

static bool
sla_next_due(struct store *store, void *state, struct instant *due, struct error *error)
{
	struct arena arena = { 0 };
	struct rows rows;
	bool ok = store_query(store, read_next_due, NULL, &arena, &rows, error);

	(void)state;
	if (ok && !rows_is_null(&rows, 0, 0))
		*due = rows_instant(&rows, 0, 0);
	arena_free(&arena);
	return ok;
}

static const enum speaker sla_hears[] = { SPEAKER_INTAKE, SPEAKER_ROUTING };
static const struct handler sla_handlers[] = {
	{ "redress.v1.CaseOpened", on_opened, "a case has a clock", false },
	{ "redress.v1.StageOpened", on_opened, "a stage has a clock", false },
	{ "redress.v1.DueReached", on_due, "what was due is missed", true },
	{ .type = NULL },
};

/* ---- notification ---- */

struct telling {
	struct http_request *request;
	int left, told;
};

struct told {
	struct telling *telling;
	int number;
	bool bad;
};

static bool
tell_run(struct batch *batch, void *context, struct error *error)
{
	const struct told *told = context;

	if (told->bad)
		return error_set(error, ERROR_LIMIT, "that one cannot be told");
	batch_say(batch, &(struct event){ .landlord_id = LANDLORD,
			     .landlord = TEXT("livin"),
			     .type = TEXT("redress.v1.MessageSent"),
			     .id = text_of(arena_printf(batch_arena(batch), "sent-%d", told->number)),
			     .case_ref = TEXT("CASE-0"),
			     .occurred_at = { INT64_C(1796083200000000) } });
	return true;
}

static void
tell_done(struct process *process, void *context, bool ok, const struct error *error)
{
	struct told *told = context;
	struct telling *telling = told->telling;
	char answer[64];

	(void)process;
	(void)error;
	telling->told += ok;
	free(told);
	if (--telling->left > 0)
		return;
	snprintf(answer, sizeof(answer), "%d told\n", telling->told);
	http_answer(telling->request, 200, "text/plain", text_of(answer), NULL, 0);
	free(telling);
}

static void
on_tell(struct http_request *request, void *context)
{
	int from = query_number(request, "from", 0), count = query_number(request, "count", 1);
	int bad = query_number(request, "bad", -1);
	struct telling *telling = calloc(1, sizeof(*telling));

	*telling = (struct telling){ .request = request, .left = count };
	for (int i = from; i < from + count; i++) {
		struct told *told = calloc(1, sizeof(*told));

		*told = (struct told){ telling, i, i == bad };
		judge_submit(context, &(struct judge_task){ .run = tell_run, .done = tell_done, .context = told });
	}
}

static bool
notification_start(struct process *process, struct error *error)
{
	(void)error;
	process->state = process;
	return true;
}

static const enum speaker notification_hears[] = { SPEAKER_INTAKE, SPEAKER_ROUTING, SPEAKER_SLA };
static const struct handler notification_handlers[] = { { .type = NULL } };
static const struct http_route notification_routes[] = {
	{ .method = HTTP_POST, .pattern = "/tell", .handle = on_tell },
	{ .pattern = NULL },
};

static const struct setting settings[] = {
	{ .name = "REDRESS_LISTEN_TOY", .kind = SETTING_ADDRESS, .required = true, .help = "HTTP." },
	{ .name = NULL },
};

int
main(int argc, char **argv)
{
	const char *toy = getenv("TOY") == NULL ? "intake" : getenv("TOY");
	const struct service service = {
		.name = toy,
		.what = "a toy for tests",
		.speaker = SPEAKER_INTAKE,
		.settings = settings,
		.listen = "REDRESS_LISTEN_TOY",
	};
	struct service intake = service;
	struct judge routing = { .service = service,
		.hears = routing_hears,
		.hears_count = 1,
		.handlers = routing_handlers,
		.wave_done = routing_wave_done };
	struct judge sla = { .service = service,
		.hears = sla_hears,
		.hears_count = 2,
		.handlers = sla_handlers,
		.wave_done = sla_wave_done,
		.next_due = sla_next_due };

	struct judge notification = {
		.service = service, .hears = notification_hears, .hears_count = 3, .handlers = notification_handlers
	};

	intake.routes = intake_routes;
	intake.start = intake_start;
	intake.free = free_state;
	routing.service.speaker = SPEAKER_ROUTING;
	sla.service.speaker = SPEAKER_SLA;
	notification.service.speaker = SPEAKER_NOTIFICATION;
	notification.service.routes = notification_routes;
	notification.service.start = notification_start;
	if (strcmp(toy, "routing") == 0)
		return judge_main(&routing, argc, argv);
	if (strcmp(toy, "sla") == 0)
		return judge_main(&sla, argc, argv);
	if (strcmp(toy, "notification") == 0)
		return judge_main(&notification, argc, argv);
	return service_main(&intake, argc, argv);
}
