/* The stage table, tested as a table. */
#include "domain/stage_table.h"
#include "fixture.h"

static const struct stage_row *
find(enum phase from, enum happening on)
{
	return stage_table_find(from, on);
}

Test(stage_table, no_row_is_there_twice_or_shadowed)
{
	for (size_t i = 0; i < stage_table_rows; i++) {
		const struct stage_row *row = &stage_table[i];

		cr_expect_eq(find(row->from, row->on), row, "row %zu: %s, %s", i, phase_name(row->from),
		    happening_name(row->on));
		cr_expect(
		    row->from >= 0 && row->from < PHASES_COUNT && row->to < PHASES_COUNT && row->on < HAPPENINGS_COUNT);
	}
}

Test(stage_table, every_row_says_why)
{
	for (size_t i = 0; i < stage_table_rows; i++)
		cr_expect(stage_table[i].why != NULL && strlen(stage_table[i].why) >= 10, "row %zu", i);
}

Test(stage_table, every_phase_and_happening_has_a_name_of_its_own)
{
	for (int i = 0; i < PHASES_COUNT; i++)
		for (int j = 0; j < i; j++)
			cr_expect_str_neq(phase_name((enum phase)i), phase_name((enum phase)j));
	for (int i = 0; i < HAPPENINGS_COUNT; i++)
		for (int j = 0; j < i; j++)
			cr_expect_str_neq(happening_name((enum happening)i), happening_name((enum happening)j));
}

Test(stage_table, every_happening_matters_somewhere)
{
	for (int on = 0; on < HAPPENINGS_COUNT; on++) {
		bool matters = false;

		for (int from = 0; from < PHASES_COUNT; from++)
			matters = matters || find((enum phase)from, (enum happening)on) != NULL;
		cr_expect(matters, "%s", happening_name((enum happening)on));
	}
}

Test(stage_table, every_phase_is_reached)
{
	bool reached[PHASES_COUNT] = { [PHASE_UNOPENED] = true };

	for (int round = 0; round < PHASES_COUNT; round++)
		for (size_t i = 0; i < stage_table_rows; i++)
			reached[stage_table[i].to] = reached[stage_table[i].to] || reached[stage_table[i].from];
	for (int phase = 0; phase < PHASES_COUNT; phase++)
		cr_expect(reached[phase], "%s is never reached", phase_name((enum phase)phase));
}

/* Withdrawn and closed matters are reopened, a declining or a refusal is overturned; only the final response is final.
 */
Test(stage_table, every_phase_can_be_left)
{
	for (int phase = 0; phase < PHASES_COUNT; phase++) {
		bool left = false;

		for (size_t i = 0; i < stage_table_rows; i++)
			left = left || ((int)stage_table[i].from == phase && (int)stage_table[i].to != phase);
		cr_expect_eq(left, phase != PHASE_EXHAUSTED, "%s", phase_name((enum phase)phase));
	}
}

/* A stage opens where a complaint comes, turns, or goes on; it is then being investigated. */
Test(stage_table, what_opens_a_stage)
{
	for (size_t i = 0; i < stage_table_rows; i++) {
		const struct stage_row *row = &stage_table[i];

		if (row->step == STAGE_STAYS)
			continue;
		if (row->step == STAGE_BACK) {
			cr_expect_eq(row->to, PHASE_REFUSED, "row %zu", i);
			continue;
		}
		cr_expect_eq(row->to, PHASE_INVESTIGATING, "row %zu", i);
		cr_expect(
		    row->step != STAGE_FIRST || row->on == HAPPENING_COMPLAINT_CAME || row->on == HAPPENING_TURNED,
		    "row %zu opens stage 1 when %s", i, happening_name(row->on));
		cr_expect(row->step != STAGE_NEXT || row->on == HAPPENING_NEXT_ASKED ||
			      row->on == HAPPENING_NEXT_ACCEPTED || row->on == HAPPENING_TIME_PASSED,
		    "row %zu opens the next stage when %s", i, happening_name(row->on));
		cr_expect(row->step != STAGE_NEXT || row->from == PHASE_ANSWERED || row->from == PHASE_REFUSED ||
			      row->on == HAPPENING_TIME_PASSED,
		    "row %zu opens the next stage from %s", i, phase_name(row->from));
	}
}

static void
expect_only(enum phase from, enum happening only, const char *why)
{
	for (int on = 0; on < HAPPENINGS_COUNT; on++) {
		const struct stage_row *row = find(from, (enum happening)on);

		cr_expect((int)only == on || row == NULL || row->step == STAGE_STAYS || row->step == STAGE_BACK,
		    "%s: %s opens a stage from %s", why, happening_name((enum happening)on), phase_name(from));
	}
}

/* Pairs that must not be, by name. */
Test(stage_table, forbidden_pairs)
{
	const struct stage_row *late = find(PHASE_ANSWERED, HAPPENING_NEXT_ASKED_LATE);
	const struct stage_row *refused = find(PHASE_ANSWERED, HAPPENING_NEXT_REFUSED);

	expect_only(PHASE_DECLINED, HAPPENING_ACCEPTED, "a person declined it, a person takes it back");
	expect_only(PHASE_WITHDRAWN, HAPPENING_REOPENED, "what the customer withdrew rests");
	expect_only(PHASE_CLOSED, HAPPENING_REOPENED, "what was closed rests");
	expect_only(PHASE_NOTED, HAPPENING_TURNED, "no complaint, no stage");
	expect_only(PHASE_UNOPENED, HAPPENING_COMPLAINT_CAME, "nothing has come");
	expect_only(PHASE_REFUSED, HAPPENING_NEXT_ACCEPTED, "who refused takes it back");
	expect_only(PHASE_INVESTIGATING, HAPPENING_TIME_PASSED, "one stage at a time, until its time is over");
	expect_only(PHASE_EXHAUSTED, HAPPENINGS_COUNT, "there is no third stage");
	/* Stage two is the final response (8.21): no third stage (Code 5.3). */
	cr_expect_null(find(PHASE_EXHAUSTED, HAPPENING_NEXT_ASKED));
	cr_expect_null(find(PHASE_EXHAUSTED, HAPPENING_NEXT_ASKED_LATE));
	cr_expect_null(find(PHASE_EXHAUSTED, HAPPENING_NEXT_ACCEPTED));
	/* An unanswered stage is not skipped. */
	cr_expect_null(find(PHASE_INVESTIGATING, HAPPENING_NEXT_ASKED));
	cr_expect_null(find(PHASE_INVESTIGATING, HAPPENING_NEXT_ACCEPTED));
	/* A machine neither refuses nor accepts a late request (8.15). */
	cr_expect(late == NULL || (late->step == STAGE_STAYS && late->to == PHASE_ANSWERED));
	cr_expect(refused == NULL || refused->step == STAGE_STAYS);
	/* Reopening restores what was; it opens no stage anew (Decided 18). */
	for (int from = 0; from < PHASES_COUNT; from++) {
		const struct stage_row *row = find((enum phase)from, HAPPENING_REOPENED);

		cr_expect(row == NULL || row->step == STAGE_STAYS, "reopened from %s", phase_name((enum phase)from));
	}
	/* Before anything came, nothing else can happen. */
	for (int on = 0; on < HAPPENINGS_COUNT; on++)
		cr_expect(on == HAPPENING_COMPLAINT_CAME || on == HAPPENING_OTHER_CAME ||
			      find(PHASE_UNOPENED, (enum happening)on) == NULL,
		    "%s before anything came", happening_name((enum happening)on));
}

/* What there must be. */
Test(stage_table, pairs_that_must_be)
{
	static const struct {
		enum phase from;
		enum happening on;
		enum phase to;
		enum stage_step step;
	} rows[] = {
		{ PHASE_UNOPENED, HAPPENING_COMPLAINT_CAME, PHASE_INVESTIGATING, STAGE_FIRST },
		{ PHASE_UNOPENED, HAPPENING_OTHER_CAME, PHASE_NOTED, STAGE_STAYS },
		{ PHASE_NOTED, HAPPENING_TURNED, PHASE_INVESTIGATING, STAGE_FIRST },
		{ PHASE_INVESTIGATING, HAPPENING_ANSWERED, PHASE_ANSWERED, STAGE_STAYS },
		{ PHASE_INVESTIGATING, HAPPENING_LAST_ANSWERED, PHASE_EXHAUSTED, STAGE_STAYS },
		{ PHASE_INVESTIGATING, HAPPENING_DECLINED, PHASE_DECLINED, STAGE_STAYS },
		{ PHASE_INVESTIGATING, HAPPENING_WITHDRAWN, PHASE_WITHDRAWN, STAGE_STAYS },
		{ PHASE_INVESTIGATING, HAPPENING_CLOSED, PHASE_CLOSED, STAGE_STAYS },
		{ PHASE_ANSWERED, HAPPENING_NEXT_ASKED, PHASE_INVESTIGATING, STAGE_NEXT },
		{ PHASE_ANSWERED, HAPPENING_NEXT_ACCEPTED, PHASE_INVESTIGATING, STAGE_NEXT },
		{ PHASE_INVESTIGATING, HAPPENING_NEXT_REFUSED, PHASE_REFUSED, STAGE_BACK },
		{ PHASE_ANSWERED, HAPPENING_NEXT_REFUSED, PHASE_REFUSED, STAGE_STAYS },
		{ PHASE_REFUSED, HAPPENING_NEXT_ACCEPTED, PHASE_INVESTIGATING, STAGE_NEXT },
		/* Closing an answered case takes away neither the request for more (8.15) ... */
		{ PHASE_ANSWERED, HAPPENING_CLOSED, PHASE_ANSWERED, STAGE_STAYS },
		/* ... nor, from a service request, the complaint it may become (4.1). */
		{ PHASE_NOTED, HAPPENING_CLOSED, PHASE_NOTED, STAGE_STAYS },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct stage_row *row = find(rows[i].from, rows[i].on);

		cr_assert_not_null(row, "row %zu", i);
		cr_expect(row->to == rows[i].to && row->step == rows[i].step, "row %zu", i);
	}
	cr_expect_not_null(find(PHASE_DECLINED, HAPPENING_ACCEPTED));
	cr_expect_not_null(find(PHASE_CLOSED, HAPPENING_REOPENED));
	cr_expect_not_null(find(PHASE_WITHDRAWN, HAPPENING_REOPENED));
}
