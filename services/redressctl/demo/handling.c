/* What both stages share: words to the customer, extensions, answers and what they promise. */
#include "redressctl/demo/stories.h"
#include "redressctl/demo/words.h"

void
story_updates(struct complaint *complaint, unsigned stage, int32_t until)
{
	struct writer *writer = complaint->writer;
	const struct assumptions *assume = &writer->plan->assume;

	for (;;) {
		int32_t next =
		    writer_working_day(writer, writer->day, writer_between(writer, 3, (int)assume->update_days));

		if (next >= until)
			return;
		writer_on(writer, next);
		if (!writer_chance(writer, assume->update_forgotten))
			writer_say(writer, "CustomerContacted",
			    json_pack("{s:i, s:s, s:b, s:b, s:s}", "stage", (int)stage, "channel", "phone", "reached",
				writer_between(writer, 0, 9) > 0, "progressUpdate", 1, "note", "Told how it stands."));
	}
}

/* How an extension may be a bad one. */
enum flaw { FLAW_NONE, FLAW_LATE, FLAW_NO_REASON, FLAW_OVER_CAP, FLAW_NO_OMBUDSMAN, FLAWS };

static void
tell_extension(struct complaint *complaint, unsigned stage, int32_t until, enum flaw flaw, bool agreed)
{
	struct writer *writer = complaint->writer;
	json_t *data = json_pack("{s:i, s:s, s:b, s:b, s:s}", "stage", (int)stage, "until", writer_date(writer, until),
	    "ombudsmanDetailsGiven", (int)(flaw != FLAW_NO_OMBUDSMAN), "customerAgreed", (int)agreed, "channel",
	    "email");

	if (flaw != FLAW_NO_REASON) {
		json_object_set_new(data, "reason", json_string(words_delay(&writer->random)));
		json_object_set_new(data, "goodReason", json_true());
	}
	writer_say(writer, "ExtensionNotified", data);
}

int32_t
story_extension(struct complaint *complaint, unsigned stage, int32_t due, int longer)
{
	struct writer *writer = complaint->writer;
	const struct assumptions *assume = &writer->plan->assume;
	enum flaw flaw = FLAW_NONE;
	int32_t until;

	if (!writer_chance(writer, assume->extended))
		return due;
	if (writer_chance(writer, assume->extended_badly))
		flaw = (enum flaw)writer_between(writer, FLAW_LATE, FLAWS - 1);
	story_updates(complaint, stage, writer_working_day(writer, due, -3));
	writer_on(writer, writer_working_day(writer, due, flaw == FLAW_LATE ? 1 : -writer_between(writer, 1, 3)));
	until = writer_working_day(
	    writer, due, flaw == FLAW_OVER_CAP ? longer + 5 : writer_between(writer, longer / 2, longer));
	tell_extension(complaint, stage, until, flaw, flaw != FLAW_OVER_CAP && writer_chance(writer, 0.5));
	if (flaw == FLAW_NONE && writer_chance(writer, assume->extended_again)) {
		story_updates(complaint, stage, writer_working_day(writer, until, -2));
		writer_on(writer, writer_working_day(writer, until, -1));
		until = writer_working_day(writer, until, writer_between(writer, 3, 8));
		tell_extension(complaint, stage, until, FLAW_NONE, writer_chance(writer, 0.8));
	}
	/* Who tells an extension badly answers by it all the same. */
	return until;
}

void
story_promises(struct complaint *complaint, unsigned stage, json_t **actions)
{
	struct writer *writer = complaint->writer;
	const struct assumptions *assume = &writer->plan->assume;
	int count = complaint->upheld && writer_chance(writer, assume->actions) ? writer_between(writer, 1, 3) : 0;

	*actions = json_array();
	for (int i = 1; i <= count; i++) {
		int32_t due = writer_working_day(writer, writer->day, writer_between(writer, 5, 40));

		json_array_append_new(
		    *actions, json_pack("{s:s, s:s, s:s, s:s, s:s, s:b}", "ref",
				  arena_printf(writer->plan->arena, "s%u-a%d", stage, i), "what",
				  words_action(&writer->random), "owner", complaint->area, "due",
				  writer_date(writer, due), "kind", "repair", "agreedWithCustomer", 1));
	}
}

void
story_promises_kept(struct complaint *complaint, const json_t *actions)
{
	struct writer *writer = complaint->writer;
	const struct assumptions *assume = &writer->plan->assume;
	const struct writer start = *writer;
	size_t index;
	json_t *action;

	json_array_foreach(actions, index, action)
	{
		bool late = writer_chance(writer, assume->action_late);
		int after = late ? writer_between(writer, 42, 55) : writer_between(writer, 2, 5);

		writer->day = start.day;
		writer->minute = start.minute;
		writer_later(writer, after);
		writer_say(writer, "ActionCompleted",
		    json_pack("{s:O, s:s}", "ref", json_object_get(action, "ref"), "proof",
			"Photographs and the customer's word."));
	}
	if (complaint->upheld && writer_chance(writer, assume->compensation)) {
		writer->day = start.day;
		writer->minute = start.minute;
		writer_later(writer, writer_between(writer, 5, 15));
		writer_say(writer, "CompensationPaid",
		    json_pack("{s:s, s:i}", "ref", "compensation", "pence", 2500 * writer_between(writer, 1, 16)));
	}
}

void
story_response(struct complaint *complaint, unsigned stage, json_t *actions)
{
	struct writer *writer = complaint->writer;
	const struct assumptions *assume = &writer->plan->assume;
	bool partly = complaint->upheld && writer_chance(writer, assume->partly_upheld);
	bool spoken = writer_chance(writer, assume->response_spoken);
	json_t *data = json_pack("{s:i, s:s, s:s, s:s, s:b, s:b, s:o}", "stage", (int)stage, "outcome",
	    partly ? "partly-upheld" : (complaint->upheld ? "upheld" : "not-upheld"), "channel",
	    spoken ? "phone" : "email", "words", "We looked at each point and set out what we found and why.",
	    "reasonsGiven", 1, "ombudsmanDetailsGiven", 1, "actions", actions);

	if (writer_chance(writer, assume->response_incomplete))
		json_object_set_new(data, "pointsUnanswered", json_pack("[s]", "p1"));
	writer_say(writer, "ResponseIssued", data);
	complaint->responded = writer->day;
}
