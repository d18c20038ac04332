/* GET /v1/figures: a period's counts, and the standards of the pack in force at its end. */
#include "base/limits.h"
#include "domain/figures.h"
#include "pack/books.h"
#include "reporting/ask.h"
#include "reporting/page.h"
#include "reporting/questions.h"
#include "reporting/state.h"
#include "reporting_sql.h"
#include "store/params.h"
#include "store/rows.h"
#include "store/store.h"

/* Columns of read_figures. */
enum {
	COLUMN_THROUGH,
	COLUMN_NOW,
	COLUMN_MEASURE,
	COLUMN_LABEL,
	COLUMN_COUNT,
};

/* Whether what stands under `label` belongs to the share. */
static bool
is_shared(const struct policy *policy, const struct standard_rule *standard, struct text label)
{
	if (standard->clock != NO_CLOCK)
		return text_equal(label, policy->clocks[standard->clock].rule.id);
	if (standard->stage == 0)
		return true;
	return label.len > 0 && label.at[0] == (char)('0' + standard->stage) && (label.len == 1 || label.at[1] == '/');
}

static uint64_t
sum(const struct policy *policy, const struct standard_rule *standard, enum measure measure, const struct rows *rows)
{
	struct text name = text_of(measure_name(measure));
	uint64_t total = 0;

	for (size_t i = 0; i < rows->count; i++) {
		if (text_equal(rows_text(rows, i, COLUMN_MEASURE), name) &&
		    is_shared(policy, standard, rows_text(rows, i, COLUMN_LABEL)))
			total += (uint64_t)rows_int(rows, i, COLUMN_COUNT);
	}
	return total;
}

/* A number of tenths; null for -1. */
static json_t *
tenths_json(int32_t tenths)
{
	return tenths < 0 ? json_null() : json_real(tenths / 10.0);
}

static json_t *
standard_json(
    const struct policy *policy, const struct standard_rule *standard, const struct rows *rows, uint64_t homes)
{
	uint64_t numerator = sum(policy, standard, standard->numerator, rows);
	uint64_t denominator =
	    standard->per_thousand_homes ? homes : sum(policy, standard, standard->denominator, rows);
	json_t *json = json_pack("{so so so sI}", "id", json_text(standard->rule.id), "title",
	    json_text(standard->title), "clause", json_text(standard->rule.clause), "numerator", (json_int_t)numerator);

	if (standard->per_thousand_homes) {
		json_object_set_new(json, "homes", homes == 0 ? json_null() : json_integer((json_int_t)homes));
		json_object_set_new(json, "perThousandHomes", tenths_json(figures_permille(10 * numerator, homes)));
		return json;
	}
	json_object_set_new(json, "denominator", json_integer((json_int_t)denominator));
	json_object_set_new(json, "percent", tenths_json(figures_permille(numerator, denominator)));
	return json;
}

static json_t *
standards_json(const struct policy *policy, const struct rows *rows, uint64_t homes)
{
	json_t *list = json_array();

	for (uint8_t i = 0; policy != NULL && i < policy->standards_count; i++)
		json_array_append_new(list, standard_json(policy, &policy->standards[i], rows, homes));
	return list;
}

static json_t *
counts_json(const struct rows *rows)
{
	json_t *list = json_array();

	for (size_t i = 0; i < rows->count; i++) {
		if (rows_is_null(rows, i, COLUMN_MEASURE))
			continue;
		json_array_append_new(
		    list, json_pack("{so so sI}", "measure", json_text(rows_text(rows, i, COLUMN_MEASURE)), "label",
			      json_text(rows_text(rows, i, COLUMN_LABEL)), "count",
			      (json_int_t)rows_int(rows, i, COLUMN_COUNT)));
	}
	return list;
}

static json_t *
pack_json(const struct policy *policy)
{
	if (policy == NULL)
		return json_null();
	return json_pack("{so so so}", "id", json_text(policy->pack), "version", json_text(policy->version), "title",
	    json_text(policy->title));
}

/* In force on the last day, or on the first: a period may reach past a policy's end. */
static const struct policy *
policy_of(const struct question *question)
{
	const struct books *books = desk_books(question->state->desk);
	struct error ignored;
	const struct policy *policy = books_policy_on(books, question->landlord, question->until, &ignored);

	return policy != NULL ? policy : books_policy_on(books, question->landlord, question->from, &ignored);
}

static bool
answer_figures(struct question *question, struct store *store, struct error *error)
{
	struct params params = params_new(&question->arena);
	const struct policy *policy;
	struct rows rows;

	params_int4(&params, (int32_t)question->landlord_id);
	params_int4(&params, question->from);
	params_int4(&params, question->until);
	params_int4(&params, LIMIT_FIGURES_ROWS + 1);
	if (!store_query(store, SQL_READ_FIGURES, &params, &question->arena, &rows, error))
		return false;
	if (rows.count > LIMIT_FIGURES_ROWS)
		return error_set(error, ERROR_LIMIT,
		    "there are more than %d different counts in this period: ask for a shorter one",
		    LIMIT_FIGURES_ROWS);
	policy = policy_of(question);
	question->body =
	    page_of_json(json_pack("{so so so so so so s{sI so}}", "landlord", json_text(question->landlord), "from",
			     json_day(question->from), "until", json_day(question->until), "pack", pack_json(policy),
			     "standards", standards_json(policy, &rows, question->homes), "counts", counts_json(&rows),
			     "asOf", "position", (json_int_t)rows_int(&rows, 0, COLUMN_THROUGH), "now",
			     json_instant(rows_instant(&rows, 0, COLUMN_NOW))),
		&question->arena);
	return true;
}

void
on_figures(struct http_request *request, void *context)
{
	struct question *question = question_begin(request, context, false);
	struct error error = { 0 };

	if (question == NULL)
		return;
	if (!question_date(question, "from", &question->from, &error) ||
	    !question_date(question, "until", &question->until, &error) ||
	    !question_number(question, "homes", 0, 1, LIMIT_HOMES, &question->homes, &error))
		question_refuse(question, &error);
	else if (question->until < question->from) {
		error_set_field(&error, ERROR_INVALID, "until", "the last day comes before the first");
		question_refuse(question, &error);
	} else if (question->until - question->from >= LIMIT_FIGURES_DAYS) {
		error_set_field(&error, ERROR_INVALID, "until", "a period has at most %d days", LIMIT_FIGURES_DAYS);
		question_refuse(question, &error);
	} else
		question_ask(question, answer_figures);
}
