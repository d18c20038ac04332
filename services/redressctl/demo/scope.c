/* A contact that may fall outside the policy, and the person who decides. */
#include "redressctl/demo/stories.h"
#include "redressctl/demo/words.h"

static const struct {
	enum ground ground;
	const char *route;
} kinds[] = {
	{ GROUND_TOO_OLD, "Independent advice, for what lies this far back." },
	{ GROUND_LEGAL_PROCEEDINGS, "The court that has the claim." },
	{ GROUND_ALREADY_CONSIDERED, "The Housing Ombudsman, about the answer given then." },
	{ GROUND_ANONYMOUS, "Writing again with a name, or to the regulator." },
};

/* Who decides an exclusion on this ground: the pack's role. */
static const char *
decider(struct writer *writer, enum ground ground)
{
	const struct policy *policy = writer->plan->policy;

	for (uint8_t i = 0; i < policy->exclusions_count; i++)
		if (policy->exclusions[i].ground == ground)
			return writer_role(writer, policy->exclusions[i].decides);
	return "";
}

static json_t *
contact(struct writer *writer, const char *category, enum ground ground)
{
	int32_t happened =
	    writer->day - (ground == GROUND_TOO_OLD ? writer_between(writer, 400, 900) : writer_between(writer, 5, 90));
	json_t *data = json_pack("{s:s, s:s, s:b, s:s, s:s, s:s, s:s, s:s}", "channel", story_channel(writer), "nature",
	    "complaint", "dissatisfied", 1, "category", category, "serviceArea", words_service_area(category), "words",
	    words_complaint(category, &writer->random, writer->plan->arena), "happenedOn",
	    writer_date(writer, happened), "knownOn", writer_date(writer, happened));

	if (ground == GROUND_ANONYMOUS)
		json_object_set_new(data, "anonymous", json_true());
	else
		json_object_set_new(data, "customer", story_customer(writer));
	if (ground == GROUND_LEGAL_PROCEEDINGS)
		json_object_set_new(data, "legalStep", json_string("filed-at-court"));
	if (ground == GROUND_ALREADY_CONSIDERED)
		json_object_set_new(data, "alreadyAnsweredIn", json_string("an earlier complaint, answered in full"));
	return data;
}

bool
story_scope(struct complaint *complaint)
{
	struct writer *writer = complaint->writer;
	const struct assumptions *assume = &writer->plan->assume;
	size_t kind = (size_t)writer_between(writer, 0, sizeof kinds / sizeof kinds[0] - 1);
	bool accepted, badly;
	int flaw;
	json_t *data;

	writer_open(writer, "ContactReceived", contact(writer, complaint->category, kinds[kind].ground));
	accepted = writer_chance(writer, assume->excluded_accepted);
	badly = !accepted && writer_chance(writer, assume->excluded_badly);
	flaw = badly ? writer_between(writer, 1, 2) : 0;
	data = json_pack("{s:b, s:s, s:s, s:s, s:s, s:b, s:b}", "accepted", (int)accepted, "ground",
	    ground_name(kinds[kind].ground), "decidedBy", "customer-experience-1", "decidedByRole",
	    decider(writer, kinds[kind].ground), "otherRoute", kinds[kind].route, "ombudsmanRightTold",
	    (int)(!accepted && flaw != 2), "discretionUsed", (int)accepted);
	if (!accepted && flaw != 1)
		json_object_set_new(data, "reasons", json_string("The policy does not cover it; the letter says why."));
	writer_later(writer, writer_between(writer, 1, 4));
	writer_say(writer, "ScopeDecided", data);
	return accepted;
}
