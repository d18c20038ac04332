/* What others are shown and told of a case, and what a customer is kept from: each duty kept and broken. */
#include "duty_story.h"

/* lgah, MP and Local Councillor Enquiries. */
Test(duty_disclosure, the_customer_is_answered_and_the_representative_copied)
{
	struct fact *response, *consent;

	ask(DUTY_CUSTOMER_ANSWERED);
	begin(CONTACT_BIT(REPRESENTATIVE));
	response = tell_response(&story, 1, "2026-06-05 10:00");
	EXPECT_FAULTS("");
	response->response.to_representative_only = true;
	EXPECT_FAULTS("customer-not-answered");
	/* A councillor who asks about a ward speaks for no customer. */
	story.told[0].contact.flags &= ~CONTACT_BIT(NAMED);
	EXPECT_FAULTS("");
	ask(DUTY_REPRESENTATIVE_COPIED);
	begin(CONTACT_BIT(REPRESENTATIVE))->contact.representative = TEXT("mp-1");
	response = tell_response(&story, 1, "2026-06-05 10:00");
	EXPECT_FAULTS("");
	consent = tell(&story, FACT_CONSENT_GIVEN, 0, "2026-06-02 10:00");
	EXPECT_FAULTS("representative-not-copied");
	response->response.copied_to_representative = true;
	EXPECT_FAULTS("");
	response->response.copied_to_representative = false;
	response->response.to_representative_only = true;
	EXPECT_FAULTS("");
	response->response.to_representative_only = false;
	/* Without permission none may be sent: given to another, or later. */
	consent->consent.representative = TEXT("aunt");
	EXPECT_FAULTS("");
	consent->consent.representative = TEXT("mp-1");
	EXPECT_FAULTS("representative-not-copied");
	consent->occurred_at = london("2026-06-06 10:00");
	EXPECT_FAULTS("");
}

/* lhp 42: "so that we ensure that private information is not shared without agreement". */
Test(duty_disclosure, nothing_is_shared_without_agreement)
{
	struct fact *response, *consent, *shown;

	ask(DUTY_DISCLOSURE_WITH_CONSENT);
	begin(CONTACT_BIT(REPRESENTATIVE))->contact.representative = TEXT("mp-1");
	response = tell_response(&story, 1, "2026-06-05 10:00");
	EXPECT_FAULTS("");
	response->response.copied_to_representative = true;
	EXPECT_FAULTS("disclosed-without-consent");
	response->response.copied_to_representative = false;
	response->response.to_representative_only = true;
	EXPECT_FAULTS("disclosed-without-consent");
	consent = tell(&story, FACT_CONSENT_GIVEN, 0, "2026-06-04 10:00");
	EXPECT_FAULTS("");
	shown = tell(&story, FACT_INFORMATION_DISCLOSED, 1, "2026-06-03 10:00");
	shown->disclosed.to = TEXT("mp-1");
	EXPECT_FAULTS("disclosed-without-consent");
	shown->disclosed.to = TEXT("o1");
	EXPECT_FAULTS("");
	consent->consent.representative = TEXT("o1");
	EXPECT_FAULTS("disclosed-without-consent disclosed-without-consent");
	shown->occurred_at = london("2026-06-04 10:00");
	response->response.to_representative_only = false;
	EXPECT_FAULTS("");
	/* Who speaks for the customer only later is not shown it as such before. */
	shown->disclosed.to = TEXT("aunt");
	tell_contact(&story, "2026-06-04 11:00", CONTACT_BIT(REPRESENTATIVE))->contact.representative = TEXT("aunt");
	EXPECT_FAULTS("");
	shown->occurred_at = london("2026-06-04 12:00");
	EXPECT_FAULTS("disclosed-without-consent");
	story.count--;
	shown->disclosed.to = TEXT("o1");
	EXPECT_FAULTS("");
	/* Who asks about a ward speaks for no customer. */
	response->response.to_representative_only = true;
	EXPECT_FAULTS("disclosed-without-consent");
	story.told[0].contact.flags &= ~CONTACT_BIT(NAMED);
	EXPECT_FAULTS("");
}

/* ccf 4: "telling only those who need to know"; livin 8.7, lhp 45. */
Test(duty_disclosure, a_case_is_seen_by_those_who_need_to)
{
	struct fact *shown;

	ask(DUTY_NEED_TO_KNOW);
	duty->roles = UINT32_C(1) << policy_role(&policy, TEXT("manager"));
	duty->without_personal = UINT32_C(1) << policy_role(&policy, TEXT("board"));
	begin(0);
	shown = tell(&story, FACT_INFORMATION_DISCLOSED, 1, "2026-06-03 10:00");
	shown->disclosed.personal = true;
	EXPECT_FAULTS("disclosed-beyond-need");
	shown->disclosed.to_role = TEXT("employee");
	EXPECT_FAULTS("disclosed-beyond-need");
	shown->disclosed.to_role = TEXT("manager");
	EXPECT_FAULTS("");
	shown->disclosed.to_role = TEXT("board");
	EXPECT_FAULTS("personal-words-disclosed");
	shown->disclosed.personal = false;
	EXPECT_FAULTS("");
	/* Who works on the case needs to know, and who speaks for the customer is another rule's. */
	shown->disclosed.personal = true;
	shown->disclosed.to_role = TEXT("employee");
	shown->disclosed.to = TEXT("o1");
	EXPECT_FAULTS("disclosed-beyond-need");
	tell(&story, FACT_OFFICER_ASSIGNED, 1, "2026-06-04 10:00")->officer.officer = TEXT("o1");
	EXPECT_FAULTS("");
	story.told[0].contact.representative = TEXT("mp-1");
	shown->disclosed.to = TEXT("mp-1");
	EXPECT_FAULTS("");
}

/* livin 8.24, 8.26. */
Test(duty_disclosure, a_restriction_is_proportionate)
{
	struct fact *restricted;

	ask(DUTY_RESTRICTION_PROPORTIONATE);
	duty->needs = (UINT32_C(1) << RESTRICTION_NEEDS_COUNT) - 1;
	begin(0);
	restricted = tell(&story, FACT_CONTACT_RESTRICTED, 1, "2026-06-03 10:00");
	restricted->restriction.until = NO_DAY;
	EXPECT_FAULTS("no-reasons restriction-not-proportionate restriction-without-end routes-of-redress-not-told");
	restricted->restriction.has_reasons = true;
	EXPECT_FAULTS("restriction-not-proportionate restriction-without-end routes-of-redress-not-told");
	restricted->restriction.proportionate = true;
	EXPECT_FAULTS("restriction-without-end routes-of-redress-not-told");
	restricted->restriction.until = day_of("2026-09-01");
	EXPECT_FAULTS("routes-of-redress-not-told");
	restricted->restriction.redress_told = true;
	EXPECT_FAULTS("");
	/* A policy may ask for less. */
	restricted->restriction = (typeof(restricted->restriction)){ .until = NO_DAY };
	duty->needs = UINT32_C(1) << RESTRICTION_NEEDS_PROPORTIONATE;
	EXPECT_FAULTS("restriction-not-proportionate");
	/* Two restrictions are two. */
	tell(&story, FACT_CONTACT_RESTRICTED, 1, "2026-06-04 10:00");
	EXPECT_FAULTS("restriction-not-proportionate restriction-not-proportionate");
}

/* lgah, External Appeals. */
Test(duty_disclosure, a_designated_person_is_told_what_comes_next)
{
	struct fact *approached, *told, *call, *response;

	ask(DUTY_DESIGNATED_PERSON_TOLD);
	begin_stage_two(0);
	approached = tell(&story, FACT_DESIGNATED_PERSON_APPROACHED, 2, "2026-06-04 10:00");
	EXPECT_FAULTS("");
	response = tell_response(&story, 2, "2026-06-10 10:00");
	EXPECT_FAULTS("designated-person-not-told customer-not-told meeting-not-offered");
	told = tell(&story, FACT_DESIGNATED_PERSON_CONTACTED, 2, "2026-06-05 10:00");
	told->designated.next_steps_told = true;
	EXPECT_FAULTS("customer-not-told meeting-not-offered");
	call = tell(&story, FACT_CUSTOMER_CONTACTED, 2, "2026-06-05 11:00");
	call->contacted.next_steps_told = true;
	EXPECT_FAULTS("meeting-not-offered");
	call->contacted.meeting_offered = true;
	EXPECT_FAULTS("");
	call->contacted.meeting_offered = false;
	told->designated.meeting_offered = true;
	EXPECT_FAULTS("");
	/* Told before the approach, or after the answer, is not told of it. */
	told->occurred_at = london("2026-06-03 12:00");
	EXPECT_FAULTS("designated-person-not-told meeting-not-offered");
	told->occurred_at = london("2026-06-11 10:00");
	EXPECT_FAULTS("designated-person-not-told meeting-not-offered");
	/* Closing after the answer asks no second time; approached after the answer, closing is what is asked of. */
	tell(&story, FACT_CASE_CLOSED, 0, "2026-06-12 10:00");
	EXPECT_FAULTS("designated-person-not-told meeting-not-offered");
	approached->occurred_at = london("2026-06-10 12:00");
	EXPECT_FAULTS("customer-not-told");
	call->occurred_at = london("2026-06-11 12:00");
	EXPECT_FAULTS("");
	/* At stage one "the complaint will follow the stages above". */
	told->designated.next_steps_told = false;
	approached->occurred_at = london("2026-06-01 12:00");
	approached->stage = response->stage = 1;
	EXPECT_FAULTS("");
}
