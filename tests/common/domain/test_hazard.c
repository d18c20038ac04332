/* What a fact says of a hazard. */
#include "domain/hazard.h"
#include "fixture.h"

#define BIT(suffix) (UINT32_C(1) << HAZARD_MOMENT_##suffix)

static uint32_t
moments_of(const struct fact *fact)
{
	uint32_t moments = 0;

	for (int i = 0; i < HAZARD_MOMENTS_COUNT; i++) {
		if (hazard_moment_is((enum hazard_moment)i, fact))
			moments |= UINT32_C(1) << i;
	}
	return moments;
}

Test(hazard, identifying_it_is_becoming_aware_of_it)
{
	struct fact fact = { .kind = FACT_HAZARD_IDENTIFIED, .hazard = { .ref = TEXT("h") } };

	cr_assert(text_equal(hazard_of_fact(&fact), TEXT("h")));
	cr_assert_eq(moments_of(&fact), 0);
	fact.hazard.significant = true;
	/* Alone: whether it was an emergency before is for the clock to ask. */
	cr_assert_eq(moments_of(&fact), BIT(SIGNIFICANT_KNOWN) | BIT(NO_EMERGENCY_FOUND));
	fact.hazard.emergency = true;
	cr_assert_eq(moments_of(&fact), BIT(SIGNIFICANT_KNOWN) | BIT(EMERGENCY_KNOWN));
}

Test(hazard, an_investigation_says_what_is_to_be_done)
{
	struct fact fact = { .kind = FACT_INVESTIGATION_CONCLUDED, .concluded = { .ref = TEXT("h") } };

	cr_assert(text_equal(hazard_of_fact(&fact), TEXT("h")));
	cr_assert_eq(moments_of(&fact), BIT(INVESTIGATED));
	fact.concluded.safety_work_needed = fact.concluded.preventative_work_needed = true;
	cr_assert_eq(moments_of(&fact), BIT(INVESTIGATED) | BIT(SAFETY_WORK_NEEDED) | BIT(PREVENTATIVE_WORK_NEEDED));
	/* Work on a hazard that is none is not needed, whatever else was ticked. */
	fact.concluded.no_hazard = true;
	cr_assert_eq(moments_of(&fact), BIT(INVESTIGATED) | BIT(NO_HAZARD_FOUND));
}

Test(hazard, each_act_is_one_moment)
{
	static const uint32_t expected[] = {
		[HAZARD_ACT_UNSPECIFIED] = 0,
		[HAZARD_MADE_SAFE] = BIT(MADE_SAFE),
		[HAZARD_SUMMARY_SENT] = BIT(SUMMARY_SENT),
		[HAZARD_SAFETY_WORK_DONE] = BIT(SAFETY_WORK_DONE),
		[HAZARD_PREVENTATIVE_WORK_BEGUN] = BIT(PREVENTATIVE_WORK_BEGUN),
		[HAZARD_PREVENTATIVE_WORK_STARTED] = BIT(PREVENTATIVE_WORK_STARTED),
	};

	for (int act = 0; act < (int)COUNT_OF(expected); act++) {
		struct fact fact = { .kind = FACT_HAZARD_ACTED_ON,
			.hazard_act = { .ref = TEXT("h"), .act = (enum hazard_act)act } };

		cr_assert(text_equal(hazard_of_fact(&fact), TEXT("h")));
		cr_assert_eq(moments_of(&fact), expected[act], "act %d", act);
	}
}

Test(hazard, other_facts_say_nothing_of_one)
{
	struct fact fact = { .kind = FACT_RESPONSE_ISSUED };

	cr_assert(text_is_empty(hazard_of_fact(&fact)));
	cr_assert_eq(moments_of(&fact), 0);
}
