/* Words and what they stand for: each there and back, none twice, none made up. */
#include "fixture.h"

/* Each of `count` words, given by `name` and taken by `from`, comes back; no two are the same. */
#define EXPECT_WORDS(count, name, from, unknown)                                                      \
	do {                                                                                          \
		for (int i = 0; i < (int)(count); i++) {                                              \
			cr_assert_not_null(name(i), #name " of %d", i);                               \
			cr_assert_eq((int)from(text_of(name(i))), i, #name " of %d: %s", i, name(i)); \
			for (int j = 0; j < i; j++)                                                   \
				cr_assert_str_neq(name(i), name(j));                                  \
		}                                                                                     \
		cr_expect_eq((int)from(TEXT("no-such-word")), (int)(unknown), #from);                 \
		cr_expect_eq((int)from(TEXT("")), (int)(unknown), #from);                             \
		cr_expect_eq((int)from((struct text){ 0 }), (int)(unknown), #from);                   \
	} while (0)

Test(names, there_and_back)
{
	EXPECT_WORDS(FACT_OF_NO_CASE, fact_kind_name, fact_kind_from_name, FACT_OF_NO_CASE);
	EXPECT_WORDS(CONTACT_FLAGS_COUNT, contact_flag_name, contact_flag_from_name, CONTACT_FLAGS_COUNT);
	EXPECT_WORDS(MOMENTS_COUNT, moment_name, moment_from_name, MOMENTS_COUNT);
	EXPECT_WORDS(DUTY_CHECKS_COUNT, duty_check_name, duty_check_from_name, DUTY_CHECKS_COUNT);
	EXPECT_WORDS(
	    SIGNPOST_OCCASIONS_COUNT, signpost_occasion_name, signpost_occasion_from_name, SIGNPOST_OCCASIONS_COUNT);
	EXPECT_WORDS(JUDGEMENT_KINDS_COUNT, judgement_kind_name, judgement_kind_from_name, JUDGEMENT_KINDS_COUNT);
	EXPECT_WORDS(REFUSAL_GROUNDS_COUNT, refusal_ground_name, refusal_ground_from_name, REFUSAL_GROUNDS_COUNT);
	EXPECT_WORDS(MEASURES_COUNT, measure_name, measure_from_name, MEASURES_COUNT);
}

Test(names, those_with_an_unspecified)
{
	for (int i = GROUND_UNSPECIFIED + 1; i <= GROUND_OTHER; i++)
		cr_expect_eq(ground_from_name(text_of(ground_name((enum ground)i))), i, "ground %d", i);
	cr_expect_eq(ground_from_name(TEXT("no-such-word")), GROUND_UNSPECIFIED);
	for (int i = CASE_OUTCOME_UNSPECIFIED + 1; i <= CASE_OUTCOME_RESOLVED; i++)
		cr_expect_eq(outcome_of_case_from_name(text_of(outcome_of_case_name((enum outcome_of_case)i))), i,
		    "outcome %d", i);
	cr_expect_eq(outcome_of_case_from_name(TEXT("no-such-word")), CASE_OUTCOME_UNSPECIFIED);
	for (int i = CASE_KIND_NONE + 1; i < CASE_KINDS; i++)
		cr_expect_eq(case_kind_from_name(text_of(case_kind_name((enum case_kind)i))), i, "kind %d", i);
	cr_expect_eq(case_kind_from_name(TEXT("no-such-word")), CASE_KINDS);
}

/* A full name is taken; a name that merely ends or begins alike is not. */
Test(names, full_protobuf_names)
{
	cr_expect_eq(fact_kind_from_name(TEXT("redress.v1.ContactReceived")), FACT_CONTACT_RECEIVED);
	cr_expect_eq(fact_kind_from_name(TEXT("redress.v1.TimeAdvanced")), FACT_OF_NO_CASE);
	cr_expect_eq(fact_kind_from_name(TEXT("redress.v1.ClockMissed")), FACT_OF_NO_CASE);
	cr_expect_eq(fact_kind_from_name(TEXT("redress.v2.ContactReceived")), FACT_OF_NO_CASE);
	cr_expect_eq(fact_kind_from_name(TEXT("XContactReceived")), FACT_OF_NO_CASE);
	cr_expect_eq(fact_kind_from_name(TEXT("ContactReceivedX")), FACT_OF_NO_CASE);
	cr_expect_eq(judgement_kind_from_name(TEXT("redress.v1.ClockMissed")), JUDGEMENT_CLOCK_MISSED);
	cr_expect_eq(judgement_kind_from_name(TEXT("redress.v1.ContactReceived")), JUDGEMENT_KINDS_COUNT);
	cr_expect_null(fact_kind_name(FACT_OF_NO_CASE));
}

Test(names, what_opens_a_case)
{
	for (int kind = 0; kind <= FACT_OF_NO_CASE; kind++)
		cr_expect_eq(fact_kind_opens_case((enum fact_kind)kind),
		    kind == FACT_CONTACT_RECEIVED || kind == FACT_COMPLIMENT_RECEIVED, "kind %d", kind);
}

/* The flags are one bit each, and fit. */
Test(names, flags_are_bits)
{
	uint64_t all = 0;

#define X(bit, suffix, name)                             \
	cr_assert_eq(all &CONTACT_BIT(suffix), 0, name); \
	all |= CONTACT_BIT(suffix);
	CONTACT_FLAGS(X)
#undef X
	cr_assert_eq(all, (UINT64_C(1) << CONTACT_FLAGS_COUNT) - 1);
	cr_assert_leq((int)MOMENTS_COUNT, 32, "a mask of moments has 32 bits");
}

Test(names, who_says_what)
{
	for (int kind = 0; kind < JUDGEMENT_KINDS_COUNT; kind++) {
		cr_expect_eq(judgement_kind_is_routings((enum judgement_kind)kind), kind < JUDGEMENT_CLOCK_STARTED);
		for (int other = 0; other < kind; other++)
			cr_expect_str_neq(judgement_kind_word((enum judgement_kind)kind),
			    judgement_kind_word((enum judgement_kind)other));
	}
	cr_expect_str_eq(judgement_kind_word(JUDGEMENT_CLOCK_MISSED), "missed");
}

Test(names, every_measure_says_what_it_counts)
{
	for (int i = 0; i < MEASURES_COUNT; i++)
		cr_expect(strlen(measure_why((enum measure)i)) > 10, "%s", measure_name((enum measure)i));
	cr_expect(measure_is_by_stage(MEASURE_STAGE_IN_TIME));
	cr_expect(measure_is_by_stage(MEASURE_STAGE_ANSWERED));
	cr_expect_not(measure_is_by_stage(MEASURE_HANDLED));
	cr_expect_not(measure_is_by_stage(MEASURE_MISSED));
	cr_expect(measure_is_by_clock(MEASURE_MISSED));
	cr_expect_not(measure_is_by_clock(MEASURE_HANDLED));
}

/* The pack's own tables, by id and number. */
Test(names, of_the_pack)
{
	const struct policy *policy = livin();

	for (uint8_t i = 0; i < policy->clock_count; i++)
		cr_expect_eq(policy_clock(policy, policy->clocks[i].rule.id), i);
	for (uint8_t i = 0; i < policy->role_count; i++)
		cr_expect_eq(policy_role(policy, policy->roles[i].id), i);
	for (uint8_t i = 0; i < policy->stage_count; i++)
		cr_expect_eq(policy_stage(policy, policy->stages[i].number), &policy->stages[i]);
	cr_expect_eq(policy_clock(policy, TEXT("no-such-clock")), NO_CLOCK);
	cr_expect_eq(policy_role(policy, TEXT("")), NO_ROLE);
	cr_expect_null(policy_stage(policy, 0));
	cr_expect_null(policy_stage(policy, 3));
	cr_expect_null(policy_stage(policy, 255));
}
