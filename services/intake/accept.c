#include "intake/accept.h"

#include "base/limits.h"
#include "intake/check.h"
#include "intake/keyring.h"
#include "intake/parcel.h"
#include "intake/state.h"
#include "intake_sql.h"
#include "runtime/log.h"
#include "runtime/metrics.h"
#include "store/log.h"
#include "wire/message.h"

/* One reading that goes into the log, and where its verdict stands. */
struct entry {
	struct parcel *parcel;
	size_t reading;
	size_t wish; /* index of its key */
	bool sealed;
};

struct round {
	struct state *state;
	struct work_room *room;
	struct entry *entries;
	struct log_root *roots;
	struct append_result *results;
	size_t count;
	struct key_wish *wishes;
	size_t wish_count;
	struct instant now;
};

static struct posted *
posted_of(const struct entry *entry)
{
	return &entry->parcel->readings.at[entry->reading].posted;
}

/* A key is asked for once a round. */
static size_t
wish_for(struct round *round, uint32_t landlord_id, struct text subject, struct text owner)
{
	for (size_t i = round->wish_count; i-- > 0;) {
		if (round->wishes[i].landlord_id == landlord_id && text_equal(round->wishes[i].subject, subject))
			return i;
	}
	round->wishes[round->wish_count] =
	    (struct key_wish){ .landlord_id = landlord_id, .subject = subject, .owner = owner };
	return round->wish_count++;
}

/* A contact tells whose case it is: the case's own key is to be destroyed with the customer's. */
static void
link_case_key(struct round *round, uint32_t landlord_id, struct text case_ref, struct text subject)
{
	static const char customer[] = "customer:";
	struct text case_subject;

	if (text_is_empty(case_ref) || subject.len < sizeof(customer) - 1 ||
	    memcmp(subject.at, customer, sizeof(customer) - 1) != 0)
		return;
	case_subject = text_of(arena_printf(round->room->arena, "case:%.*s", TEXT_ARG(case_ref)));
	round->wishes[wish_for(round, landlord_id, case_subject, subject)].owner = subject;
}

static bool
prepare(struct round *round, struct entry *entry, struct log_root *root, struct error *error)
{
	struct posted *posted = posted_of(entry);
	struct arena *arena = round->room->arena;
	const struct caller *caller = &entry->parcel->caller;
	uint8_t *digest = arena_alloc(arena, SEAL_DIGEST_BYTES);
	struct text case_ref = posted->subject;

	if (!check_posted(caller, posted, round->now, arena, error))
		return false;
	posted_digest(round->state->digest_key, posted, digest);
	if (posted->mints_case)
		case_ref = case_ref_mint(posted->landlord, posted->source, posted->id, arena);
	*root = (struct log_root){
		.event = {
			.landlord_id = caller->landlord_id,
			.landlord = posted->landlord,
			.type = posted->type,
			.source = posted->source,
			.id = posted->id,
			.case_ref = case_ref,
			.occurred_at = posted->occurred_at,
			.body = posted->body,
			.traceparent = posted->traceparent,
		},
		.digest = { digest, SEAL_DIGEST_BYTES },
		.advances_to = INSTANT_NONE,
	};
	if (text_equal(event_short_type(posted->type), TEXT("TimeAdvanced"))) {
		if (!time_advanced_decode(posted->body, &root->advances_to, error))
			return false;
		/* Facts behind it in the same post may be as late as this. */
		if (instant_before(round->now, root->advances_to))
			round->now = root->advances_to;
	}
	entry->sealed = seal_needs_key(posted->type, posted->body, arena);
	if (entry->sealed) {
		struct text subject;

		if (!seal_subject(posted->type, posted->body, case_ref, arena, &subject, error))
			return false;
		entry->wish = wish_for(round, caller->landlord_id, subject, (struct text){ 0 });
		link_case_key(round, caller->landlord_id, case_ref, subject);
	}
	return true;
}

static size_t
readings_in(struct work *const *items, size_t count)
{
	size_t readings = 0;

	for (size_t i = 0; i < count; i++)
		readings += ((struct parcel *)items[i])->readings.count;
	return readings;
}

static void
sort_out(struct round *round, struct work *const *items, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct parcel *parcel = (struct parcel *)items[i];

		for (size_t r = 0; r < parcel->readings.count; r++) {
			struct entry *entry = &round->entries[round->count];
			struct reading *reading = &parcel->readings.at[r];
			struct error error = reading->error;

			*entry = (struct entry){ .parcel = parcel, .reading = r };
			if (reading->ok && prepare(round, entry, &round->roots[round->count], &error))
				round->count++;
			else
				verdict_refuse(&parcel->verdicts[r], error.code, &error, &parcel->arena);
		}
	}
}

static bool
seal_all(struct round *round, struct error *error)
{
	struct arena *arena = round->room->arena;
	struct state *state = round->state;

	if (round->wish_count == 0)
		return true;
	if (!keyring_watch_connect(&state->watch, error))
		return false;
	if (!keyring_fill(state->watch.keys, state->master, round->wishes, round->wish_count, arena, error)) {
		state->watch.away = store_is_broken(state->watch.keys);
		return false;
	}
	for (size_t i = 0; i < round->count; i++) {
		struct event *event = &round->roots[i].event;
		struct seal_of of = { event->type, event->source, event->id };

		if (round->entries[i].sealed &&
		    !seal_message(
			&of, event->body, &round->wishes[round->entries[i].wish].key, arena, &event->body, error))
			return false;
	}
	return true;
}

static void
trim_refusals(struct segment *segment, struct round *round, struct work *const *items, size_t count)
{
	struct params params = params_new(round->room->arena);
	struct param_array *landlords = params_array(&params, PARAM_INT4);
	struct param_array *sources = params_array(&params, PARAM_TEXT);

	params_int4(&params, LIMIT_REFUSALS_KEPT);
	for (size_t i = 0; i < count; i++) {
		param_array_int4(landlords, (int32_t)((struct parcel *)items[i])->caller.landlord_id);
		param_array_text(sources, ((struct parcel *)items[i])->caller.source);
	}
	segment_add(segment, SQL_TRIM_REFUSALS, &params);
}

static void
keep_refusals(struct segment *segment, struct round *round, struct work *const *items, size_t count)
{
	enum { TEXTS = 5 };
	struct params params = params_new(round->room->arena);
	struct param_array *landlords = params_array(&params, PARAM_INT4), *texts[TEXTS];
	size_t refused = 0;

	for (size_t i = 0; i < TEXTS; i++)
		texts[i] = params_array(&params, PARAM_TEXT);
	params_int4(&params, LIMIT_REFUSALS_KEPT);
	for (size_t i = 0; i < count; i++) {
		const struct parcel *parcel = (struct parcel *)items[i];

		for (size_t r = 0; r < parcel->readings.count; r++) {
			const struct post_result *result = &parcel->verdicts[r].result;
			const struct text row[TEXTS] = { parcel->caller.source, result->id,
				parcel->readings.at[r].posted.type, result->field, result->problem };

			if (result->status != POST_REFUSED)
				continue;
			param_array_int4(landlords, (int32_t)parcel->caller.landlord_id);
			for (size_t t = 0; t < TEXTS; t++)
				param_array_text(texts[t], row[t]);
			refused++;
		}
	}
	if (refused == 0)
		return;
	segment_add(segment, SQL_KEEP_REFUSALS, &params);
	trim_refusals(segment, round, items, count);
}

static void
settle(struct round *round)
{
	for (size_t i = 0; i < round->count; i++) {
		const struct append_result *result = &round->results[i];
		struct verdict *verdict = &round->entries[i].parcel->verdicts[round->entries[i].reading];
		struct arena *arena = &round->entries[i].parcel->arena;

		verdict->result.position = result->position;
		verdict->result.case_ref = arena_text(arena, result->case_ref);
		verdict->result.problem = arena_text(arena, result->problem);
		switch (result->status) {
		case APPEND_ACCEPTED:
			verdict->result.status = POST_ACCEPTED;
			break;
		case APPEND_REPEATED:
			verdict->result.status = POST_REPEATED;
			break;
		case APPEND_CONFLICT:
			verdict->result.status = POST_CONFLICT;
			verdict->code = ERROR_CONFLICT;
			verdict->result.field = TEXT("id");
			break;
		case APPEND_REFUSED:
			verdict->result.status = POST_REFUSED;
			verdict->code = ERROR_INVALID;
			verdict->result.field = TEXT("data.to");
			break;
		}
	}
}

/* All of them in one commit. */
static bool
take_in(struct work *const *items, size_t count, struct work_room *room, struct error *error)
{
	struct state *state = room->context;
	size_t most = readings_in(items, count);
	struct arena *arena = room->arena;
	struct round *round = arena_alloc(arena, sizeof(*round));
	struct segment segment = segment_new(room->store, arena);
	struct log_heads heads;
	size_t statement;

	if (!log_heads(room->store, &heads, error))
		return false;
	*round = (struct round){
		.state = state,
		.room = room,
		.entries = arena_array(arena, most + 1, sizeof(struct entry)),
		.roots = arena_array(arena, most + 1, sizeof(struct log_root)),
		.results = arena_array(arena, most + 1, sizeof(struct append_result)),
		.wishes = arena_array(arena, 2 * most + 1, sizeof(struct key_wish)),
		.now = heads.now,
	};
	sort_out(round, items, count);
	if (!seal_all(round, error))
		return false;
	keep_refusals(&segment, round, items, count);
	statement = log_append_roots(&segment, SPEAKER_INTAKE, round->roots, round->count);
	if (!segment_run(&segment, error) ||
	    !log_append_roots_results(&segment, statement, round->roots, round->count, round->results, error))
		return false;
	settle(round);
	((struct parcel *)items[0])->round = round;
	return true;
}

/* Whether a failure is of what was posted, so that a repeat would fail as well. */
static bool
is_posts(const struct error *error)
{
	return error->code == ERROR_INVALID || error->code == ERROR_LIMIT || error->code == ERROR_CONFLICT;
}

static void
spoil(struct parcel *parcel, const struct error *why)
{
	struct error error = { 0 };

	log_failure(LOG_LEVEL_ALARM, "a post cannot be committed, and is refused", why);
	error_set(&error, ERROR_INTERNAL, "it cannot be stored; that has been logged, and is no fault of yours");
	for (size_t i = 0; i < parcel->readings.count; i++)
		verdict_refuse(&parcel->verdicts[i], error.code, &error, &parcel->arena);
}

/* Pool thread. One by one, when not all together: so that one that cannot be committed spoils no other. */
static bool
run(struct work *const *items, size_t count, struct work_room *room, struct error *error)
{
	for (size_t i = 0; i < count; i++)
		((struct parcel *)items[i])->round = NULL;
	if (take_in(items, count, room, error))
		return true;
	for (size_t i = 0; i < count && is_posts(error); i++) {
		if ((count == 1 || !take_in(&items[i], 1, room, error)) && is_posts(error))
			spoil((struct parcel *)items[i], error);
	}
	return is_posts(error);
}

static void
publish(struct state *state, const struct round *round, struct arena *arena)
{
	const struct event **events = arena_array(arena, round->count + 1, sizeof(*events));
	size_t count = 0;
	uint64_t head = 0;

	for (size_t i = 0; i < round->count; i++) {
		if (round->results[i].status != APPEND_ACCEPTED)
			continue;
		events[count++] = &round->roots[i].event;
		if (round->roots[i].event.position > head)
			head = round->roots[i].event.position;
	}
	if (count > 0)
		process_publish(state->process, events, count, head, head);
}

static void
count_verdicts(struct state *state, const struct parcel *parcel)
{
	for (size_t i = 0; i < parcel->readings.count; i++) {
		switch (parcel->verdicts[i].result.status) {
		case POST_ACCEPTED:
			metric_add(state->accepted, 1);
			break;
		case POST_REPEATED:
			metric_add(state->repeated, 1);
			break;
		case POST_CONFLICT:
			metric_add(state->conflicts, 1);
			break;
		default:
			metric_add(state->refused, 1);
			break;
		}
	}
}

/* Loop. */
static void
done(struct work *const *items, size_t count, bool ok, const struct error *error, struct arena *arena, void *context)
{
	struct state *state = context;

	if (!ok)
		log_failure(LOG_LEVEL_WARNING, "posts could not be committed", error);
	keyring_watch_report(&state->watch);
	for (size_t i = 0; i < count; i++) {
		struct parcel *parcel = (struct parcel *)items[i];

		if (ok && parcel->round != NULL)
			publish(state, parcel->round, arena);
		if (ok)
			count_verdicts(state, parcel);
		parcel_finish(parcel, ok, error);
	}
}

struct work_class
accept_class(struct state *state)
{
	return (struct work_class){
		.name = "accept",
		.most_items = LIMIT_SEGMENT_EVENTS,
		.most_bytes = LIMIT_SEGMENT_BYTES,
		/* The same keys make a repeat harmless; a poster waits no longer than this. */
		.patience_ms = 5000,
		.run = run,
		.done = done,
		.context = state,
	};
}
