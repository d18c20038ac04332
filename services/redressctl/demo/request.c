/* Contacts that are no complaint, or not yet: service requests, praise, ideas and questions. */
#include "redressctl/demo/stories.h"
#include "redressctl/demo/words.h"

static json_t *
contact(struct writer *writer, const char *nature, const char *category, const char *words)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:o, s:s}", "channel", story_channel(writer), "nature", nature,
	    "category", category, "serviceArea", words_service_area(category), "customer", story_customer(writer),
	    "words", words);
}

static void
outcome(struct writer *writer, bool resolved, bool satisfied)
{
	writer_say(writer, "InformalOutcomeGiven",
	    json_pack("{s:s, s:b, s:b, s:s}", "channel", "phone", "resolved", (int)resolved, "customerSatisfied",
		(int)satisfied, "note", "Rang when it was done."));
}

static void
ask_for_complaint(struct writer *writer, const char *category, const char *reason)
{
	writer_say(writer, "ComplaintRequested",
	    json_pack("{s:s, s:s}", "reason", reason, "note", "Taken as a complaint from today."));
	story_complaint_handled(writer, category);
}

void
story_service_request(struct writer *writer)
{
	const struct assumptions *assume = &writer->plan->assume;
	const char *category = story_category(writer);
	int days = writer_between(writer, 2, (int)assume->request_days);
	int32_t acceptable;
	bool slow = writer_chance(writer, assume->request_slow);
	json_t *data;

	writer_on(writer, story_day(writer, true));
	acceptable = writer_working_day(writer, writer->day, days);
	data = contact(writer, "service-request", category, words_request(category, &writer->random));
	json_object_set_new(data, "acceptableBy", json_string(writer_date(writer, acceptable)));
	writer_open(writer, "ContactReceived", data);
	writer_later(writer, 1);
	writer_say(writer, "AppointmentOffered",
	    json_pack("{s:s, s:s, s:b}", "appointment", "visit-1", "offeredFor", writer_date(writer, acceptable),
		"suitsCustomer", 1));
	if (writer_chance(writer, assume->request_asked)) {
		writer_later(writer, 1);
		ask_for_complaint(writer, category, "customer-asked");
		return;
	}
	if (writer_chance(writer, assume->request_enquiries)) {
		writer_later(writer, 1);
		ask_for_complaint(writer, category, "further-enquiries");
		return;
	}
	if (days > 3) {
		writer_later(writer, 1);
		writer_say(writer, "CustomerContacted",
		    json_pack("{s:s, s:b, s:b, s:s}", "channel", "text", "reached", 1, "progressUpdate", 1, "note",
			"Told when to expect us."));
	}
	writer_on(writer, writer_working_day(
			      writer, acceptable, slow ? writer_between(writer, 1, 6) : -writer_between(writer, 0, 1)));
	if (writer_chance(writer, assume->request_dissatisfied)) {
		outcome(writer, writer_between(writer, 0, 1) == 0, false);
		story_complaint_handled(writer, category);
		return;
	}
	outcome(writer, true, true);
	writer_later(writer, writer_between(writer, 1, 3));
	writer_say(writer, "CaseClosed", json_pack("{s:s}", "reason", "complete"));
}

void
story_compliment(struct writer *writer)
{
	const char *category = story_category(writer);

	writer_on(writer, story_day(writer, true));
	writer_open(writer, "ComplimentReceived",
	    json_pack("{s:s, s:s, s:s, s:o, s:s}", "channel", story_channel(writer), "serviceArea",
		words_service_area(category), "praised", "the team", "customer", story_customer(writer), "words",
		words_compliment(&writer->random)));
}

static void
answered_contact(struct writer *writer, const char *nature, const char *words)
{
	writer_on(writer, story_day(writer, true));
	writer_open(writer, "ContactReceived", contact(writer, nature, story_category(writer), words));
	writer_later(writer, writer_between(writer, 0, 3));
	writer_say(writer, "CaseClosed", json_pack("{s:s}", "reason", "complete"));
}

void
story_suggestion(struct writer *writer)
{
	answered_contact(writer, "suggestion", words_suggestion(&writer->random));
}

void
story_enquiry(struct writer *writer)
{
	answered_contact(writer, "enquiry", words_enquiry(&writer->random));
}
