/* For the tests of duties: livin's stages and roles with one duty, and what it finds in a story. */
#ifndef REDRESS_TESTS_DOMAIN_DUTY_STORY_H
#define REDRESS_TESTS_DOMAIN_DUTY_STORY_H

#include "story.h"

static struct story story;
static struct verdict verdict;
static struct policy policy;
static struct duty_rule *const duty = &policy.duties[0];

/* A policy with this duty alone, and a story that has not begun. */
static inline void
ask(enum duty_check check)
{
	policy = *livin();
	policy.duties_count = 1;
	*duty = (struct duty_rule){
		.rule = { .id = TEXT("duty"), .clause = TEXT("1.1") },
		.check = check,
		.role = NO_ROLE,
	};
	story.count = 0;
}

/* A complaint of a named customer's, on 1 June 2026. */
static inline struct fact *
begin(uint64_t flags)
{
	story.count = 0;
	return tell_contact(&story, "2026-06-01 10:00",
	    CONTACT_BIT(IS_COMPLAINT) | CONTACT_BIT(DISSATISFIED) | CONTACT_BIT(NAMED) | flags);
}

/* The same, at stage 2 since 3 June. */
static inline struct fact *
begin_stage_two(uint64_t flags)
{
	struct fact *contact = begin(flags);

	tell_acknowledged(&story, 1, "2026-06-01 11:00");
	tell_response(&story, 1, "2026-06-02 10:00");
	tell(&story, FACT_ESCALATION_REQUESTED, 2, "2026-06-03 10:00");
	return contact;
}

/* The conditions that the duty finds, in order, with blanks between. Told backwards, the story is the same. */
static inline const char *
faults(void)
{
	static char words[512];
	static struct story backwards;
	static struct verdict again;

	backwards.count = 0;
	for (size_t i = story.count; i > 0; i--)
		backwards.told[backwards.count++] = story.told[i - 1];
	judge_story(&story, &policy, london("2026-07-01 10:00"), &verdict);
	judge_story(&backwards, &policy, london("2026-07-01 10:00"), &again);
	cr_expect(same_standing(&verdict.sla, &again.sla, JUDGEMENT_KINDS_COUNT), "told backwards it is another story");
	words[0] = '\0';
	for (size_t i = 0; i < verdict.sla.count; i++) {
		const struct judgement *each = &verdict.sla.list[i];

		if (each->kind != JUDGEMENT_NON_COMPLIANCE_FOUND || !text_equal(each->subject, TEXT("duty")))
			continue;
		cr_assert_lt(strlen(words) + each->word.len + 2, sizeof(words));
		snprintf(words + strlen(words), sizeof(words) - strlen(words), "%s%.*s", words[0] == '\0' ? "" : " ",
		    TEXT_ARG(each->word));
	}
	return words;
}

#define EXPECT_FAULTS(expected)                                                                                    \
	do {                                                                                                       \
		const char *found_ = faults();                                                                     \
		cr_expect_str_eq(found_, (expected), "line %d: \"%s\", not \"%s\"", __LINE__, found_, (expected)); \
	} while (0)

#endif
