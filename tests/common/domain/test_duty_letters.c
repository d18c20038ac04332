/* What must stand in what is written, and the way it goes: each duty kept and broken. */
#include "duty_story.h"

/* lgah, Managing Formal Complaints: all "correspondence and findings will be reviewed by the Operations Director". */
Test(duty_letters, a_response_is_reviewed_by_whom_the_policy_names)
{
	struct fact *response, *finding;

	ask(DUTY_RESPONSE_REVIEWED);
	begin(0);
	response = tell_response(&story, 1, "2026-06-05 10:00");
	EXPECT_FAULTS("not-reviewed");
	response->response.reviewed = true;
	response->response.reviewed_by_role = TEXT("manager");
	EXPECT_FAULTS("");
	duty->role = policy_role(&policy, TEXT("head-of-service"));
	EXPECT_FAULTS("reviewed-by-another-role");
	response->response.reviewed_by_role = TEXT("");
	EXPECT_FAULTS("");
	response->response.reviewed_by_role = TEXT("head-of-service");
	EXPECT_FAULTS("");
	/* So are findings. */
	finding = tell(&story, FACT_FINDING_SHARED, 1, "2026-06-04 10:00");
	EXPECT_FAULTS("not-reviewed");
	finding->finding.reviewed_by_role = TEXT("manager");
	EXPECT_FAULTS("reviewed-by-another-role");
	finding->finding.reviewed_by_role = TEXT("head-of-service");
	EXPECT_FAULTS("");
}

/* livin 8.49, lhp 23: in everything written about a complaint. */
Test(duty_letters, the_ombudsman_is_named_in_all_correspondence)
{
	struct fact *fact;

	ask(DUTY_ACKNOWLEDGEMENT_OMBUDSMAN);
	begin(0);
	fact = tell_acknowledged(&story, 1, "2026-06-02 10:00");
	EXPECT_FAULTS("no-ombudsman-details");
	fact->acknowledged.ombudsman_details = true;
	EXPECT_FAULTS("");
	ask(DUTY_EXTENSION_OMBUDSMAN);
	begin(0);
	fact = tell_extension(&story, 1, "2026-06-04 10:00", "2026-06-24");
	EXPECT_FAULTS("");
	fact->extension.ombudsman_details = false;
	EXPECT_FAULTS("no-ombudsman-details");
	ask(DUTY_CONTACT_OMBUDSMAN);
	begin(0);
	fact = tell(&story, FACT_CUSTOMER_CONTACTED, 1, "2026-06-04 10:00");
	EXPECT_FAULTS("");
	fact->channel = CONTACT_BY_EMAIL;
	EXPECT_FAULTS("no-ombudsman-details");
	fact->contacted.ombudsman_details = true;
	EXPECT_FAULTS("");
	/* A call is no correspondence. */
	fact->contacted.ombudsman_details = false;
	fact->channel = CONTACT_BY_PHONE;
	fact->spoken = true;
	EXPECT_FAULTS("");
}

/* A letter before the matter was a complaint is none about one. */
Test(duty_letters, of_what_was_no_complaint_nothing_is_asked)
{
	ask(DUTY_CONTACT_OMBUDSMAN);
	tell_contact(&story, "2026-06-01 10:00", CONTACT_BIT(IS_SERVICE_REQUEST));
	tell(&story, FACT_CUSTOMER_CONTACTED, 1, "2026-06-02 10:00")->channel = CONTACT_BY_LETTER;
	EXPECT_FAULTS("");
	tell(&story, FACT_COMPLAINT_REQUESTED, 0, "2026-06-03 10:00")->complaint_requested.reason =
	    COMPLAINT_CUSTOMER_ASKED;
	EXPECT_FAULTS("");
	tell(&story, FACT_CUSTOMER_CONTACTED, 1, "2026-06-04 10:00")->channel = CONTACT_BY_LETTER;
	EXPECT_FAULTS("no-ombudsman-details");
}

/* lmh 8.2: "by phone or face to face". */
Test(duty_letters, an_informal_outcome_is_spoken)
{
	struct fact *outcome;

	ask(DUTY_INFORMAL_CHANNEL);
	duty->channels = UINT32_C(1) << CONTACT_BY_PHONE | UINT32_C(1) << CONTACT_BY_IN_PERSON;
	policy.contacts[0] = (struct contact_rule){ .kind = CASE_KIND_INFORMAL, .refer_to = NO_ROLE };
	begin(0);
	outcome = tell(&story, FACT_INFORMAL_OUTCOME_GIVEN, 0, "2026-06-03 10:00");
	EXPECT_FAULTS("");
	outcome->channel = CONTACT_BY_LETTER;
	EXPECT_FAULTS("outcome-by-another-channel");
	outcome->channel = CONTACT_BY_PHONE;
	EXPECT_FAULTS("");
	/* A request for a service was no informal complaint. */
	policy.contacts[0].kind = CASE_KIND_SERVICE_REQUEST;
	outcome->channel = CONTACT_BY_LETTER;
	outcome->informal_outcome.customer_satisfied = true;
	EXPECT_FAULTS("");
	/* Nor was what was formal from the start. */
	policy.contacts[0].kind = CASE_KIND_COMPLAINT;
	EXPECT_FAULTS("");
}

/* ccf 5: "agree with the customer how they would like us to respond"; livin 8.3, lhp 38. */
Test(duty_letters, the_answer_goes_the_way_agreed)
{
	struct fact *response, *call;

	ask(DUTY_AGREED_CHANNEL);
	begin(0)->contact.preferred = CONTACT_BY_EMAIL;
	response = tell_response(&story, 1, "2026-06-05 10:00");
	EXPECT_FAULTS("");
	response->channel = CONTACT_BY_LETTER;
	EXPECT_FAULTS("answered-by-another-channel");
	response->channel = CONTACT_BY_EMAIL;
	EXPECT_FAULTS("");
	/* What is agreed beats what was wished, and the last agreement those before it. */
	tell(&story, FACT_CUSTOMER_CONTACTED, 1, "2026-06-02 10:00")->contacted.agreed_channel = CONTACT_BY_TEXT;
	EXPECT_FAULTS("answered-by-another-channel");
	call = tell(&story, FACT_CUSTOMER_CONTACTED, 1, "2026-06-03 10:00");
	call->contacted.agreed_channel = CONTACT_BY_EMAIL;
	EXPECT_FAULTS("");
	/* What was agreed after the answer does not count. */
	call->occurred_at = london("2026-06-05 10:01");
	EXPECT_FAULTS("answered-by-another-channel");
	/* Told as agreed as well, before or after the letter, it was told as agreed. */
	tell_response(&story, 1, "2026-06-05 11:00")->channel = CONTACT_BY_EMAIL;
	tell_response(&story, 1, "2026-06-05 09:00")->channel = CONTACT_BY_TEXT;
	story.told[story.count - 2].channel = CONTACT_BY_UNSPECIFIED;
	EXPECT_FAULTS("");
	/* An answer of another stage is another answer. */
	story.told[story.count - 1].stage = 2;
	EXPECT_FAULTS("answered-by-another-channel");
}

Test(duty_letters, a_private_message_keeps_a_wish_for_social_media)
{
	struct fact *response;

	ask(DUTY_AGREED_CHANNEL);
	begin(0)->contact.preferred = CONTACT_BY_SOCIAL_MEDIA;
	response = tell_response(&story, 1, "2026-06-05 10:00");
	response->channel = CONTACT_BY_PRIVATE_MESSAGE;
	EXPECT_FAULTS("");
	response->channel = CONTACT_BY_LETTER;
	EXPECT_FAULTS("answered-by-another-channel");
}

/* livin 8.2: invited "to direct message us to maintain confidentiality"; ccf 5: "send a private message". */
Test(duty_letters, social_media_is_answered_in_private)
{
	struct fact *contacted, *response;

	ask(DUTY_SOCIAL_MEDIA_PRIVATE);
	begin(CONTACT_BIT(SOCIAL_MEDIA));
	contacted = tell(&story, FACT_CUSTOMER_CONTACTED, 1, "2026-06-02 10:00");
	contacted->channel = CONTACT_BY_SOCIAL_MEDIA;
	EXPECT_FAULTS("");
	contacted->contacted.reached = true;
	EXPECT_FAULTS("answered-in-public");
	/* The invitation itself has to be made where the customer is. */
	contacted->contacted.agreed_channel = CONTACT_BY_PRIVATE_MESSAGE;
	EXPECT_FAULTS("");
	response = tell_response(&story, 1, "2026-06-05 10:00");
	response->channel = CONTACT_BY_PRIVATE_MESSAGE;
	EXPECT_FAULTS("");
	response->channel = CONTACT_BY_SOCIAL_MEDIA;
	EXPECT_FAULTS("answered-in-public");
	/* A letter even less. */
	story.told[0].contact.flags &= ~CONTACT_BIT(SOCIAL_MEDIA);
	EXPECT_FAULTS("answered-in-public");
}

/* livin 8.3. */
Test(duty_letters, adjustments_asked_for_are_made)
{
	struct fact *response;

	ask(DUTY_ADJUSTMENTS_MADE);
	begin(0);
	response = tell_response(&story, 1, "2026-06-05 10:00");
	EXPECT_FAULTS("");
	story.told[0].contact.flags |= CONTACT_BIT(ADJUSTMENT_ASKED);
	EXPECT_FAULTS("adjustment-not-made");
	response->response.adjustments_made = true;
	EXPECT_FAULTS("");
	/* Asked for in a later contact, before the answer and after it. */
	begin(0);
	tell_response(&story, 1, "2026-06-05 10:00");
	tell_contact(&story, "2026-06-04 10:00", CONTACT_BIT(ADJUSTMENT_ASKED));
	EXPECT_FAULTS("adjustment-not-made");
	story.told[story.count - 1].occurred_at = london("2026-06-06 10:00");
	EXPECT_FAULTS("");
}

/* ccf 4: "Where we provide a written response we will make this available to all petitioners". */
Test(duty_letters, a_petition_is_answered_to_all)
{
	struct fact *response;

	ask(DUTY_PETITIONERS_ANSWERED);
	begin(CONTACT_BIT(IS_PETITION));
	response = tell_response(&story, 1, "2026-06-05 10:00");
	EXPECT_FAULTS("not-available-to-petitioners");
	response->response.available_to_petitioners = true;
	EXPECT_FAULTS("");
	response->response.available_to_petitioners = false;
	response->spoken = true;
	EXPECT_FAULTS("");
	response->spoken = false;
	story.told[0].contact.flags &= ~CONTACT_BIT(IS_PETITION);
	EXPECT_FAULTS("");
}
