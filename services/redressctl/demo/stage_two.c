/* Stage 2, and the Ombudsman after it. */
#include "redressctl/demo/stories.h"
#include "redressctl/demo/words.h"

enum {
	HEADS = 6,
	WINDOW_DAYS = 20, /* the customer's, where the pack has none */
};

static int
window_days(const struct writer *writer)
{
	const struct policy *policy = writer->plan->policy;

	for (uint8_t i = 0; i < policy->clock_count; i++)
		if (policy->clocks[i].whose == CLOCK_CUSTOMERS && policy->clocks[i].limit.unit == LIMIT_WORKING_DAYS)
			return policy->clocks[i].limit.count;
	return WINDOW_DAYS;
}

static void
assign(struct complaint *complaint, const struct stage_rule *stage)
{
	struct writer *writer = complaint->writer;
	const struct assumptions *assume = &writer->plan->assume;
	bool same = writer_chance(writer, assume->stage_2_same_officer);
	bool of_service = writer_chance(writer, assume->stage_2_not_independent);
	const char *head = arena_printf(writer->plan->arena, "head-of-service-%d", writer_between(writer, 1, HEADS));

	writer_later(writer, writer_between(writer, 0, 2));
	writer_say(writer, "OfficerAssigned",
	    json_pack("{s:i, s:s, s:s, s:s}", "stage", 2, "officer", same ? complaint->officer : head, "role",
		writer_role(writer, stage->officer), "serviceArea", of_service ? complaint->area : "governance"));
}

/* False when the request is refused. */
static bool
decide(struct complaint *complaint, const struct stage_rule *stage)
{
	struct writer *writer = complaint->writer;
	bool refused = writer_chance(writer, writer->plan->assume.escalation_refused);
	bool explained = writer_between(writer, 0, 3) > 0;

	if (!refused)
		return true;
	writer_later(writer, 3);
	writer_say(writer, "EscalationDecided",
	    json_pack("{s:i, s:b, s:s, s:s, s:b, s:s, s:s}", "toStage", 2, "accepted", 0, "grounds", "already-answered",
		"explanation", explained ? "Stage 1 answered every point and nothing new was said." : "",
		"ombudsmanDetailsGiven", (int)explained, "decidedBy", "head-of-service-1", "decidedByRole",
		writer_role(writer, stage->officer)));
	return false;
}

bool
story_stage_two(struct complaint *complaint)
{
	struct writer *writer = complaint->writer;
	const struct assumptions *assume = &writer->plan->assume;
	const struct stage_rule *stage = policy_stage(writer->plan->policy, 2);
	int window = window_days(writer), respond = writer_limit(writer, 2, MOMENT_RESPONDED, 20);
	int acknowledge = writer_limit(writer, 2, MOMENT_DEFINED, writer_limit(writer, 2, MOMENT_ACKNOWLEDGED, 5));
	bool outside = writer_chance(writer, assume->escalated_after_window);
	json_t *actions = NULL;
	int32_t requested, due, answered;

	if (stage == NULL)
		return false;
	writer_later(writer, outside ? window + writer_between(writer, 1, 10) : writer_between(writer, 2, window - 2));
	writer_say(writer, "EscalationRequested",
	    json_pack("{s:i, s:s, s:b, s:s}", "toStage", 2, "why", words_dispute(&writer->random), "newEvidence",
		writer_between(writer, 0, 9) == 0, "channel", story_channel(writer)));
	requested = writer->day;
	if (outside || writer_chance(writer, 0.3)) {
		/* A person takes the late request on. */
		if (!decide(complaint, stage))
			return false;
		writer_later(writer, 1);
		writer_say(writer, "EscalationDecided",
		    json_pack("{s:i, s:b, s:s, s:s}", "toStage", 2, "accepted", 1, "decidedBy", "head-of-service-2",
			"decidedByRole", writer_role(writer, stage->officer)));
	}
	assign(complaint, stage);
	writer_on(writer, writer_working_day(writer, requested, writer_between(writer, 2, acknowledge)));
	writer_say(writer, "CaseAcknowledged",
	    json_pack("{s:i, s:s, s:s, s:s, s:b}", "stage", 2, "channel", "letter", "definition",
		words_dispute(&writer->random), "outcomeSought", "A second look by someone else.",
		"ombudsmanDetailsGiven", 1));
	due = writer_working_day(writer, writer->day, respond);
	due = story_extension(complaint, 2, due, respond / 2);
	if (writer_chance(writer, assume->stage_2_late)) {
		answered = writer_working_day(writer, due, writer_between(writer, 1, 12));
		complaint->late = true;
	} else {
		answered = writer_working_day(writer, due, -writer_between(writer, 0, respond - 6));
	}
	story_updates(complaint, 2, answered);
	writer_on(writer, answered);
	complaint->upheld = complaint->upheld || writer_chance(writer, 0.4);
	story_promises(complaint, 2, &actions);
	story_response(complaint, 2, json_incref(actions));
	story_promises_kept(complaint, actions);
	json_decref(actions);
	return true;
}

void
story_ombudsman(struct complaint *complaint)
{
	struct writer *writer = complaint->writer;
	const char *reference = arena_printf(writer->plan->arena, "2025%05d", writer_between(writer, 10000, 99999));
	int32_t due;

	writer_later(writer, writer_between(writer, 15, 40));
	writer_say(writer, "OmbudsmanRequestedEvidence", json_pack("{s:s}", "ombudsmanCase", reference));
	writer_later(writer, writer_between(writer, 8, 14));
	writer_say(writer, "OmbudsmanEvidenceSent", json_pack("{s:s}", "ombudsmanCase", reference));
	writer_later(writer, writer_between(writer, 20, 40));
	due = writer->day + 28;
	writer_say(writer, "OmbudsmanDetermined",
	    json_pack("{s:s, s:[{s:s, s:s}], s:[{s:s, s:s, s:s}]}", "ombudsmanCase", reference, "determinations",
		"issue", complaint->category, "finding",
		writer_between(writer, 0, 1) == 0 ? "maladministration" : "service-failure", "orders", "ref", "order-1",
		"what", "Apologise in writing and pay what was ordered.", "due", writer_date(writer, due)));
	if (writer_chance(writer, writer->plan->assume.order_late))
		due += 9;
	writer_on(writer, writer_working_day(writer, due, -1));
	writer_say(
	    writer, "OrderCompleted", json_pack("{s:s, s:s}", "ref", "order-1", "proof", "A copy of the letter."));
}
