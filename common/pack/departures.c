#include "pack/departures_checks.h"

static const struct {
	departure_check *check;
	uint8_t stage;
} checks[FLOORS_COUNT] = {
	[FLOOR_EXTRA_STAGE] = { departure_extra_stage, 0 },
	[FLOOR_STAGES] = { departure_more_stages, 0 },
	[FLOOR_ACKNOWLEDGE_1] = { departure_acknowledgement, 1 },
	[FLOOR_RESPOND_1] = { departure_response, 1 },
	[FLOOR_EXTEND_1] = { departure_extension, 1 },
	[FLOOR_REASON] = { departure_reason, 2 },
	[FLOOR_WINDOW] = { departure_window, 2 },
	[FLOOR_ACKNOWLEDGE_2] = { departure_acknowledgement, 2 },
	[FLOOR_RESPOND_2] = { departure_response, 2 },
	[FLOOR_EXTEND_2] = { departure_extension, 2 },
	[FLOOR_ISSUE_AGE] = { departure_issue_age, 0 },
	[FLOOR_LEGAL] = { departure_legal, 0 },
	[FLOOR_DECLINE_OMBUDSMAN] = { departure_decline_ombudsman, 0 },
	[FLOOR_OMBUDSMAN] = { departure_ombudsman_details, 0 },
	[FLOOR_DESIGNATED_PERSON] = { departure_designated_person, 0 },
	[FLOOR_MEMBER] = { departure_member_responsible, 0 },
};

void
departures_find(struct arena *arena, const struct policy *code, const struct policy *policy, struct departures *out)
{
	struct comparison of = { .arena = arena, .code = code, .policy = policy };

	out->count = 0;
	out->compared = !policy->law && text_equal(code->nation, policy->nation);
	for (uint8_t i = 0; out->compared && i < code->floors_count; i++) {
		const struct floor_rule *floor = &code->floors[i];
		const char *message = checks[floor->kind].check(&of, checks[floor->kind].stage);

		if (message != NULL)
			out->list[out->count++] = (struct departure){ .kind = floor->kind,
				.code_clause = floor->rule.clause,
				.policy_clause = of.clause,
				.message = message };
	}
}

const char *
floor_kind_name(enum floor_kind kind)
{
	static const char *const names[] = {
#define X(suffix, name) [FLOOR_##suffix] = (name),
		FLOORS(X)
#undef X
	};

	return names[kind];
}
