#include "runtime/recount.h"

#include <stdlib.h>

#include "runtime/batch_state.h"
#include "runtime/tally.h"
#include "runtime_sql.h"
#include "store/log.h"

enum {
	CASES_PER_PAGE = 128,
	HEARS = SPEAKER_BIT(SPEAKER_INTAKE) | SPEAKER_BIT(SPEAKER_ROUTING) | SPEAKER_BIT(SPEAKER_SLA) |
		SPEAKER_BIT(SPEAKER_NOTIFICATION) | SPEAKER_BIT(SPEAKER_REPORTING),
};

struct recounting {
	struct store *store;
	uint32_t landlord_id;
	struct desk *desk;
	struct figures *figures;
	struct arena page; /* emptied after each */
	struct arena *keep;
	struct recount *out;
};

static void
differ(struct recounting *recounting, const struct recount_difference *difference)
{
	struct recount *out = recounting->out;
	struct recount_difference *shown;

	if (out->differences++ >= RECOUNT_SHOWN)
		return;
	shown = &out->list[out->shown++];
	*shown = *difference;
	shown->case_ref = arena_text(recounting->keep, difference->case_ref);
	shown->measure = arena_text(recounting->keep, difference->measure);
	shown->label = arena_text(recounting->keep, difference->label);
}

/* The kept rows [first, end) of one case against its figures. */
static void
compare_case(struct recounting *recounting, struct text case_ref, const struct rows *kept, size_t first, size_t end)
{
	const struct figures *figures = recounting->figures;
	bool *found = arena_array(&recounting->page, figures->count + 1, sizeof(*found));

	for (size_t row = first; row < end; row++) {
		struct recount_difference difference = {
			.case_ref = case_ref,
			.day = (int32_t)rows_int(kept, row, 1),
			.measure = rows_text(kept, row, 2),
			.label = rows_text(kept, row, 3),
			.kept = rows_int(kept, row, 4),
		};

		for (size_t i = 0; i < figures->count; i++) {
			const struct figure *figure = &figures->list[i];

			if (figure->day != difference.day || !text_equal(figure->label, difference.label) ||
			    !text_equal(text_of(measure_name(figure->measure)), difference.measure))
				continue;
			found[i] = true;
			difference.counted = figure->count;
		}
		if (difference.kept != difference.counted)
			differ(recounting, &difference);
	}
	for (size_t i = 0; i < figures->count; i++) {
		const struct figure *figure = &figures->list[i];

		if (!found[i])
			differ(recounting, &(struct recount_difference){ .case_ref = case_ref,
					       .day = figure->day,
					       .measure = text_of(measure_name(figure->measure)),
					       .label = figure->label,
					       .counted = figure->count });
	}
}

static bool
read_kept(struct recounting *recounting, const struct rows *cases, struct rows *kept, struct error *error)
{
	struct params params = params_new(&recounting->page);
	struct param_array *refs;

	params_int4(&params, (int32_t)recounting->landlord_id);
	refs = params_array(&params, PARAM_TEXT);
	for (size_t i = 0; i < cases->count; i++)
		param_array_text(refs, rows_text(cases, i, 0));
	return store_query(recounting->store, SQL_READ_CASE_FIGURES, &params, &recounting->page, kept, error);
}

static bool
recount_page(struct recounting *recounting, const struct rows *cases, struct error *error)
{
	/* Nothing is in hand: everything up to `through` is past. */
	struct wave after_all = { .position = recounting->out->through + 1 };
	struct batch batch = batch_new(&recounting->page, recounting->store, SPEAKER_REPORTING, HEARS);
	struct case_key keys[CASES_PER_PAGE];
	struct rows kept;
	size_t row = 0;

	batch.through = recounting->out->through;
	for (size_t i = 0; i < cases->count; i++)
		keys[i] = (struct case_key){ recounting->landlord_id, rows_text(cases, i, 0) };
	if (!batch_load(&batch, keys, cases->count, error) || !read_kept(recounting, cases, &kept, error))
		return false;
	for (size_t i = 0; i < cases->count; i++) {
		struct open_case *open;
		size_t first = row;

		while (row < kept.count && text_equal(rows_text(&kept, row, 0), keys[i].case_ref))
			row++;
		recounting->out->cases++;
		if (!desk_open(recounting->desk, &batch, &after_all, keys[i], 0, &open, error))
			return false;
		if (!tally_case(recounting->desk, open, recounting->figures, error)) {
			if (error->code != ERROR_LIMIT)
				return false;
			recounting->out->quarantined++;
			continue;
		}
		compare_case(recounting, keys[i].case_ref, &kept, first, row);
		recounting->out->figures += recounting->figures->count;
	}
	return true;
}

static bool
recount_cases(struct recounting *recounting, struct error *error)
{
	struct arena last = { 0 };
	struct text after = TEXT("");
	bool ok = true, more = true;

	while (ok && more) {
		struct params params;
		struct rows cases;

		arena_reset(&recounting->page);
		params = params_new(&recounting->page);
		params_int4(&params, (int32_t)recounting->landlord_id);
		params_text(&params, after);
		params_int4(&params, CASES_PER_PAGE);
		ok = store_query(recounting->store, SQL_LIST_CASES, &params, &recounting->page, &cases, error) &&
		     (cases.count == 0 || recount_page(recounting, &cases, error));
		more = ok && cases.count == CASES_PER_PAGE;
		if (more) {
			arena_reset(&last);
			after = arena_text(&last, rows_text(&cases, cases.count - 1, 0));
		}
	}
	arena_free(&last);
	return ok;
}

static bool
compare_sums(struct recounting *recounting, struct error *error)
{
	struct params params;
	struct rows rows;

	arena_reset(&recounting->page);
	params = params_new(&recounting->page);
	params_int4(&params, (int32_t)recounting->landlord_id);
	if (!store_query(recounting->store, SQL_COMPARE_SUMS, &params, &recounting->page, &rows, error))
		return false;
	for (size_t i = 0; i < rows.count; i++)
		differ(recounting, &(struct recount_difference){ .case_ref = rows_text(&rows, i, 0),
				       .day = (int32_t)rows_int(&rows, i, 1),
				       .measure = rows_text(&rows, i, 2),
				       .label = rows_text(&rows, i, 3),
				       .kept = rows_int(&rows, i, 4),
				       .counted = rows_int(&rows, i, 5) });
	return true;
}

static bool
recount_all(struct recounting *recounting, struct error *error)
{
	struct rows rows;

	if (!store_query(recounting->store, SQL_READ_REPORTED, NULL, &recounting->page, &rows, error))
		return false;
	if (rows_int(&rows, 0, 1) != 0)
		return error_set(error, ERROR_UNAVAILABLE, "reporting is in the middle of a wave: try again");
	recounting->out->through = (uint64_t)rows_int(&rows, 0, 0);
	return desk_read(recounting->desk, recounting->store, recounting->out->through, error) &&
	       recount_cases(recounting, error) && compare_sums(recounting, error);
}

bool
recount_landlord(
    struct store *store, uint32_t landlord_id, struct arena *arena, struct recount *recount, struct error *error)
{
	struct recounting recounting = {
		.store = store,
		.landlord_id = landlord_id,
		.keep = arena,
		.out = recount,
	};
	struct error ignored;
	bool ok;

	*recount = (struct recount){ 0 };
	if (!store_script(store, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", error))
		return false;
	recounting.figures = malloc(sizeof(*recounting.figures));
	if (recounting.figures == NULL)
		abort();
	recounting.desk = desk_new(SPEAKER_REPORTING);
	ok = recount_all(&recounting, error);
	if (!store_is_broken(store))
		store_script(store, "ROLLBACK", &ignored);
	desk_free(recounting.desk);
	free(recounting.figures);
	arena_free(&recounting.page);
	return ok;
}
