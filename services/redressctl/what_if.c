#include "redressctl/what_if.h"

#include "redressctl/brief.h"
#include "redressctl/command.h"
#include "redressctl/difference_tell.h"
#include "redressctl/environment.h"
#include "redressctl/rehearsal.h"
#include "redressctl/retell.h"
#include "store/log.h"
#include "wire/message.h"

/* One of the two: facts of a file are told by a rehearsal, those of the log by a simulator. */
struct run {
	const char *name;	     /* whose complaints on stderr these are */
	struct what_if_shelf *shelf; /* NULL: as is */
	struct standing standing;
	struct rehearsal *rehearsal;
	struct simulator *simulator;
	bool failed;
	bool holiday_put;
	struct error error; /* the first */
};

struct comparison {
	struct run as_is, otherwise;
};

static void
hear(void *self, const struct event *said)
{
	struct run *run = self;
	struct error error = { 0 };

	if (!standing_hear(&run->standing, said, &error) && run->error.code == ERROR_NONE)
		run->error = error;
}

static bool
leaves_out(void *self, const struct event *fact)
{
	const struct run *run = self;

	return run->shelf != NULL && what_if_leaves_out(run->shelf, fact);
}

static void
alarm_raised(void *self, struct text case_ref, const struct error *error)
{
	struct run *run = self;

	fprintf(stderr, "%s: case %.*s is not judged any more: %s\n", run->name, TEXT_ARG(case_ref), error->text);
	run->failed = true;
}

static void
start(struct run *run, const char *name, struct books *books, struct what_if_shelf *shelf,
    const struct what_if_facts *facts)
{
	*run = (struct run){ .name = name, .shelf = shelf };
	if (facts->from != NULL)
		run->rehearsal = rehearsal_new(&(struct rehearsal_plan){
		    name, books, facts->landlord, run, .hear = hear, .leaves_out = leaves_out });
	else
		run->simulator =
		    simulator_new(books, &(struct simulator_ear){ .self = run, .hear = hear, .alarm = alarm_raised });
}

static bool
has_failed(const struct run *run)
{
	return run->failed || (run->rehearsal != NULL && rehearsal_failed(run->rehearsal));
}

static void
end(struct run *run)
{
	standing_free(&run->standing);
	rehearsal_free(run->rehearsal);
	simulator_free(run->simulator);
}

/* ---- The facts ---- */

/* What is refused in both is told once. */
static void
take_line(void *self, unsigned long number, struct text line)
{
	struct comparison *comparison = self;
	bool taken = rehearsal_line(comparison->as_is.rehearsal, number, line, false);

	rehearsal_line(comparison->otherwise.rehearsal, number, line, !taken);
}

static void
take_root(struct run *run, const struct event *root)
{
	struct error error = { 0 };

	if (root->landlord_id == 0 && leaves_out(run, root))
		return;
	if (!retell_root(run->simulator, root, &error)) {
		fprintf(stderr, "%s: position %llu: %s\n", run->name, (unsigned long long)root->position, error.text);
		run->failed = true;
	}
	/* Not before there are holidays of its division. */
	if (run->shelf != NULL && event_is(root, "CalendarPutInForce"))
		run->holiday_put |= what_if_put_holiday(run->shelf, NULL);
}

static void
take(void *self, const struct event *event)
{
	struct comparison *comparison = self;

	if (event->cause != event->position)
		return;
	take_root(&comparison->as_is, event);
	take_root(&comparison->otherwise, event);
}

static bool
take_log(struct comparison *comparison, struct arena *arena, struct error *error)
{
	struct run *otherwise = &comparison->otherwise;
	struct settings settings;
	struct log_heads heads;
	struct store *store;
	bool ok;

	if (!environment_read(&settings))
		return error_set(error, ERROR_INVALID, "a setting is wrong");
	otherwise->holiday_put = what_if_put_holiday(otherwise->shelf, NULL);
	store = command_store(&settings, error);
	ok = store != NULL && log_heads(store, &heads, error) &&
	     retell_log(store, heads.head, arena, take, comparison, error);
	if (ok) {
		simulator_advance(comparison->as_is.simulator, heads.now);
		simulator_advance(otherwise->simulator, heads.now);
	}
	if (ok && !otherwise->holiday_put)
		ok = what_if_put_holiday(otherwise->shelf, error);
	store_close(store);
	settings_free(&settings);
	return ok;
}

static bool
take_file(struct comparison *comparison, const struct what_if_facts *facts, struct error *error)
{
	rehearsal_lines(facts->from, take_line, comparison);
	return !instant_is_set(facts->until) ||
	       (rehearsal_advance(comparison->as_is.rehearsal, facts->until, error) &&
		   rehearsal_advance(comparison->otherwise.rehearsal, facts->until, error));
}

/* ---- The difference ---- */

static const struct difference_words words = { .before = "as is", .after = "what if" };

static bool
compare_case(const struct standing_case *before, const struct standing_case *after, struct difference_totals *totals,
    json_t *cases, struct error *error)
{
	struct arena arena = { 0 };
	struct case_change change;
	bool ok = case_difference(before, after, &arena, &change, error);

	if (ok) {
		difference_count(totals, &change);
		if (cases == NULL)
			difference_tell(&change, &words, stock_zone(&arena));
		else if (!case_change_is_empty(&change))
			json_array_append_new(cases, difference_json(&change, &words));
	}
	arena_free(&arena);
	return ok;
}

/* In the order of the facts as they are; those that came up only otherwise come last. */
static bool
compare(const struct standing *before, const struct standing *after, struct difference_totals *totals, json_t *cases,
    struct error *error)
{
	bool ok = true;

	for (size_t i = 0; ok && i < before->count; i++) {
		const struct standing_case *each = before->cases[i];

		ok = compare_case(each, standing_find(after, each->landlord, each->ref), totals, cases, error);
	}
	for (size_t i = 0; ok && i < after->count; i++) {
		const struct standing_case *each = after->cases[i];

		if (standing_find(before, each->landlord, each->ref) == NULL)
			ok = compare_case(NULL, each, totals, cases, error);
	}
	return ok;
}

static bool
report(const struct comparison *comparison, bool json, struct difference_totals *totals, struct error *error)
{
	json_t *cases = json ? json_array() : NULL;

	if (!compare(&comparison->as_is.standing, &comparison->otherwise.standing, totals, cases, error)) {
		json_decref(cases);
		return false;
	}
	if (json)
		brief_print(json_pack("{s:b, s:o, s:o}", "different", totals->changed > 0, "cases", cases, "totals",
		    difference_totals_json(totals, &words)));
	else
		difference_tell_totals(totals, &words);
	return true;
}

static bool
compare_runs(struct comparison *comparison, const struct what_if_facts *facts, struct arena *arena,
    struct difference_totals *totals, struct error *error)
{
	const struct run *failed;

	if (facts->from != NULL ? !take_file(comparison, facts, error) : !take_log(comparison, arena, error))
		return false;
	failed = comparison->as_is.error.code != ERROR_NONE ? &comparison->as_is : &comparison->otherwise;
	if (failed->error.code != ERROR_NONE) {
		*error = failed->error;
		return false;
	}
	return report(comparison, facts->json, totals, error);
}

int
what_if_compare(const struct what_if_facts *facts, struct books *as_is, struct what_if_shelf *otherwise)
{
	struct comparison comparison;
	struct difference_totals totals = { 0 };
	struct arena arena = { 0 };
	struct error error = { 0 };
	int status = STATUS_DONE;

	start(&comparison.as_is, "redressctl simulate", as_is, NULL, facts);
	start(&comparison.otherwise, "redressctl simulate: what if", otherwise->books, otherwise, facts);
	if (!compare_runs(&comparison, facts, &arena, &totals, &error))
		status = command_failed("simulate", &error);
	else if (totals.changed > 0 || has_failed(&comparison.as_is) || has_failed(&comparison.otherwise))
		status = STATUS_FOUND;
	end(&comparison.as_is);
	end(&comparison.otherwise);
	arena_free(&arena);
	return status;
}
