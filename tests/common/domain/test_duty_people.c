/* Who investigates, who speaks for the customer, and who is heard: each duty kept and broken. */
#include "duty_story.h"

/* lgah, Escalation: "a senior manager of the Provider"; stage two "a representative of LGAH's operations team". */
Test(duty_people, an_officer_is_of_the_stages_organisation)
{
	struct fact *assigned;

	ask(DUTY_OFFICER_ORGANISATION);
	begin_stage_two(0);
	assigned = tell(&story, FACT_OFFICER_ASSIGNED, 2, "2026-06-04 10:00");
	assigned->officer.organisation = TEXT("provider");
	EXPECT_FAULTS("");
	policy.organisations_count = 2;
	policy.organisations[0].id = TEXT("provider");
	policy.organisations[1].id = TEXT("landlord");
	policy.roles[policy.stages[0].officer].organisation = 0;
	policy.roles[policy.stages[1].officer].organisation = 1;
	EXPECT_FAULTS("officer-of-another-organisation");
	assigned->officer.organisation = TEXT("landlord");
	EXPECT_FAULTS("");
	/* Where the fact names none it is the role's, */
	assigned->officer.organisation = TEXT("");
	EXPECT_FAULTS("");
	assigned->officer.role = policy.roles[policy.stages[0].officer].id;
	EXPECT_FAULTS("officer-of-another-organisation");
	/* which at stage one is right. */
	assigned->stage = 1;
	EXPECT_FAULTS("");
}

/* livin 8.16: "given to a senior manager"; of a role the pack does not know nothing senior can be said. */
Test(duty_people, an_officer_is_as_senior_as_the_stage_asks)
{
	struct fact *assigned;

	ask(DUTY_OFFICER_SENIOR);
	begin_stage_two(0);
	assigned = tell(&story, FACT_OFFICER_ASSIGNED, 2, "2026-06-04 10:00");
	EXPECT_FAULTS("");
	assigned->officer.role = TEXT("employee");
	EXPECT_FAULTS("not-senior-enough");
	assigned->officer.role = TEXT("caretaker");
	EXPECT_FAULTS("role-unknown");
	assigned->stage = 3;
	EXPECT_FAULTS("");
	assigned->stage = 2;
	policy.stages[1].officer = NO_ROLE;
	EXPECT_FAULTS("");
}

/* lgah: authority "is given by the customer prior to investigation", where there is a customer spoken for. */
Test(duty_people, consent_comes_before_the_investigation)
{
	ask(DUTY_CONSENT_FIRST);
	begin(CONTACT_BIT(REPRESENTATIVE));
	tell(&story, FACT_INVESTIGATION_CONCLUDED, 1, "2026-06-05 10:00");
	EXPECT_FAULTS("no-consent");
	story.told[0].contact.flags &= ~CONTACT_BIT(NAMED);
	EXPECT_FAULTS("");
	story.told[0].contact.flags |= CONTACT_BIT(NAMED);
	story.told[0].contact.flags &= ~CONTACT_BIT(REPRESENTATIVE);
	EXPECT_FAULTS("");
	story.told[0].contact.flags |= CONTACT_BIT(REPRESENTATIVE);
	tell(&story, FACT_CONSENT_GIVEN, 0, "2026-06-05 10:01");
	EXPECT_FAULTS("no-consent");
	story.told[2].occurred_at = london("2026-06-05 10:00");
	EXPECT_FAULTS("");
}

/* lgah, Approach: "the person contacting the customer will be required to take the necessary steps". */
Test(duty_people, who_contacts_rectifies)
{
	struct fact *called, *worked;

	ask(DUTY_CONTACT_RECTIFIES);
	policy.contacts[0] = (struct contact_rule){ .kind = CASE_KIND_INFORMAL, .refer_to = NO_ROLE };
	policy.turns[0].from = CASE_KIND_INFORMAL;
	policy.turns[0].to = CASE_KIND_COMPLAINT;
	policy.turns[0].when = TURN_CUSTOMER_ASKED;
	begin(0);
	called = tell(&story, FACT_CUSTOMER_CONTACTED, 1, "2026-06-01 11:00");
	worked = tell(&story, FACT_WORK_RECORDED, 1, "2026-06-01 12:00");
	EXPECT_FAULTS("");
	worked->work.officer = TEXT("o-2");
	EXPECT_FAULTS("");
	called->contacted.officer = TEXT("o-1");
	EXPECT_FAULTS("rectified-by-another");
	worked->work.officer = TEXT("o-1");
	EXPECT_FAULTS("");
	worked->work.officer = TEXT("o-2");
	/* Who takes it over may call again; not afterwards. */
	called = tell(&story, FACT_CUSTOMER_CONTACTED, 1, "2026-06-01 12:00");
	called->contacted.officer = TEXT("o-2");
	EXPECT_FAULTS("");
	called->occurred_at = london("2026-06-01 12:01");
	EXPECT_FAULTS("rectified-by-another");
	/* A formal complaint is another's to investigate. */
	tell(&story, FACT_COMPLAINT_REQUESTED, 0, "2026-06-01 11:30")->complaint_requested.reason =
	    COMPLAINT_CUSTOMER_ASKED;
	EXPECT_FAULTS("");
}

/* lmh 10.4: "The Appeal would be attended by a Director / Manager". */
Test(duty_people, a_hearing_is_chaired_by_the_stages_role)
{
	struct fact *held;

	ask(DUTY_HEARING_CHAIR);
	begin_stage_two(0);
	held = tell(&story, FACT_HEARING_HELD, 2, "2026-06-15 10:00");
	EXPECT_FAULTS("");
	held->hearing.chair_role = TEXT("head-of-service");
	EXPECT_FAULTS("");
	held->hearing.chair_role = TEXT("director-of-customer-experience-and-insight");
	EXPECT_FAULTS("");
	held->hearing.chair_role = TEXT("manager");
	EXPECT_FAULTS("not-senior-enough");
	held->hearing.chair_role = TEXT("caretaker");
	EXPECT_FAULTS("role-unknown");
	policy.stages[1].officer = NO_ROLE;
	EXPECT_FAULTS("");
}

/* lmh 10.1: "up to three Tenant Representatives; however, a complainant can choose not to have" them. */
Test(duty_people, tenant_representatives_sit_as_the_customer_wishes)
{
	struct fact *held, *arranged;

	ask(DUTY_TENANT_PANEL);
	duty->most = 3;
	begin_stage_two(0);
	held = tell(&story, FACT_HEARING_HELD, 2, "2026-06-15 10:00");
	held->hearing.tenant_representatives = 3;
	arranged = tell(&story, FACT_HEARING_ARRANGED, 2, "2026-06-08 10:00");
	EXPECT_FAULTS("");
	held->hearing.tenant_representatives = 4;
	EXPECT_FAULTS("too-many-tenant-representatives");
	held->hearing.tenant_representatives = 1;
	arranged->hearing.without_tenants = true;
	EXPECT_FAULTS("tenant-representatives-not-wanted");
	held->hearing.tenant_representatives = 0;
	EXPECT_FAULTS("");
	held->hearing.tenant_representatives = 1;
	arranged->stage = 3;
	EXPECT_FAULTS("");
}

/* lhp 37, 48: "Comment on any adverse findings before a final decision is made", the customer and the colleague. */
Test(duty_people, a_finding_is_shared_with_whom_it_is_against)
{
	struct fact *response, *shared;

	ask(DUTY_FINDING_SHARED);
	begin(CONTACT_BIT(ABOUT_CONDUCT));
	response = tell_response(&story, 1, "2026-06-10 10:00");
	response->response.outcome = CASE_OUTCOME_NOT_UPHELD;
	EXPECT_FAULTS("adverse-finding-not-shared");
	shared = tell(&story, FACT_FINDING_SHARED, 1, "2026-06-08 10:00");
	shared->finding.shared_with = TEXT("complainant");
	EXPECT_FAULTS("");
	shared->occurred_at = london("2026-06-10 10:01");
	EXPECT_FAULTS("adverse-finding-not-shared");
	shared->occurred_at = london("2026-06-08 10:00");
	shared->stage = 2;
	EXPECT_FAULTS("adverse-finding-not-shared");
	response->response.outcome = CASE_OUTCOME_UPHELD;
	EXPECT_FAULTS("adverse-finding-not-shared-with-colleague");
	story.told[0].contact.flags &= ~CONTACT_BIT(ABOUT_CONDUCT);
	EXPECT_FAULTS("");
	story.told[0].contact.flags |= CONTACT_BIT(ABOUT_CONDUCT);
	shared->stage = 1;
	shared->finding.shared_with = TEXT("o9");
	EXPECT_FAULTS("");
	response->response.outcome = CASE_OUTCOME_PARTLY_UPHELD;
	EXPECT_FAULTS("adverse-finding-not-shared");
	shared->stage = 2;
	response->response.outcome = CASE_OUTCOME_RESOLVED;
	EXPECT_FAULTS("");
}

/* ccf 4: "Where complaints are made through an advocate we will, where appropriate need to confirm this with the
 * customer". */
Test(duty_people, a_representative_is_confirmed)
{
	struct fact *consent;

	ask(DUTY_REPRESENTATIVE_CONFIRMED);
	begin(CONTACT_BIT(REPRESENTATIVE));
	tell_response(&story, 1, "2026-06-05 10:00");
	EXPECT_FAULTS("");
	story.told[0].contact.flags |= CONTACT_BIT(CONFIRM_REPRESENTATIVE);
	EXPECT_FAULTS("representative-not-confirmed");
	consent = tell(&story, FACT_CONSENT_GIVEN, 0, "2026-06-05 10:00");
	EXPECT_FAULTS("");
	consent->occurred_at = london("2026-06-05 10:01");
	EXPECT_FAULTS("representative-not-confirmed");
}

/* Nor shown the case before; who is no representative is another duty's. */
Test(duty_people, a_representative_is_shown_nothing_before)
{
	struct fact *shown;

	ask(DUTY_REPRESENTATIVE_CONFIRMED);
	begin(CONTACT_BIT(REPRESENTATIVE) | CONTACT_BIT(CONFIRM_REPRESENTATIVE));
	story.told[0].contact.representative = TEXT("f1");
	shown = tell(&story, FACT_INFORMATION_DISCLOSED, 1, "2026-06-05 10:00");
	shown->disclosed.to = TEXT("f2");
	EXPECT_FAULTS("");
	shown->disclosed.to = TEXT("f1");
	EXPECT_FAULTS("representative-not-confirmed");
	tell(&story, FACT_CONSENT_GIVEN, 0, "2026-06-05 09:00");
	EXPECT_FAULTS("");
}

/* ccf 4: "we will ask the group to nominate a single point of contact". */
Test(duty_people, a_petition_is_answered_to_somebody)
{
	struct fact *nominee;

	ask(DUTY_CONTACT_NOMINATED);
	tell_contact(&story, "2026-06-01 10:00", CONTACT_BIT(IS_PETITION) | CONTACT_BIT(IS_COMPLAINT));
	EXPECT_FAULTS("");
	tell_response(&story, 1, "2026-06-05 10:00");
	EXPECT_FAULTS("no-nominated-contact");
	/* Nominated before the answer, though not at first. */
	nominee = tell_contact(&story, "2026-06-03 10:00", CONTACT_BIT(NAMED));
	EXPECT_FAULTS("");
	nominee->occurred_at = london("2026-06-06 10:00");
	EXPECT_FAULTS("no-nominated-contact");
	story.told[0].contact.flags |= CONTACT_BIT(NAMED);
	EXPECT_FAULTS("");
}

/* livin 8.10: "a fair chance to set out their position"; lhp 37, 40, 48. */
Test(duty_people, the_customer_is_heard_before_the_answer)
{
	struct fact *call;

	ask(DUTY_FAIR_CHANCE);
	begin(0);
	tell_response(&story, 1, "2026-06-05 10:00");
	EXPECT_FAULTS("customer-not-heard");
	call = tell(&story, FACT_CUSTOMER_CONTACTED, 1, "2026-06-03 10:00");
	EXPECT_FAULTS("customer-not-heard");
	call->contacted.reached = true;
	EXPECT_FAULTS("");
	/* After the answer is too late, before the complaint too early, and another stage another matter. */
	call->occurred_at = london("2026-06-05 10:01");
	EXPECT_FAULTS("customer-not-heard");
	call->occurred_at = london("2026-05-31 10:00");
	EXPECT_FAULTS("customer-not-heard");
	call->occurred_at = london("2026-06-03 10:00");
	call->stage = 2;
	EXPECT_FAULTS("customer-not-heard");
	/* Two attempts in vain will do; so will what the customer writes. */
	call->stage = 1;
	call->contacted.reached = false;
	tell(&story, FACT_CUSTOMER_CONTACTED, 1, "2026-06-04 10:00");
	EXPECT_FAULTS("");
	story.told[--story.count] = (struct fact){ 0 };
	tell(&story, FACT_CUSTOMER_COMMENTED, 1, "2026-06-04 10:00");
	EXPECT_FAULTS("");
	story.told[story.count - 1].kind = FACT_HEARING_HELD;
	EXPECT_FAULTS("");
}

/* livin 8.16: "reasonable efforts to understand why the customer remains unhappy". */
Test(duty_people, at_stage_two_the_reasons_are_explored)
{
	struct fact *call;

	ask(DUTY_REASONS_EXPLORED);
	duty->stage = 2;
	begin_stage_two(0);
	tell_response(&story, 2, "2026-06-10 10:00");
	EXPECT_FAULTS("dissatisfaction-not-explored");
	call = tell(&story, FACT_CUSTOMER_CONTACTED, 2, "2026-06-08 10:00");
	EXPECT_FAULTS("");
	call->stage = 1;
	EXPECT_FAULTS("dissatisfaction-not-explored");
	call->stage = 2;
	call->occurred_at = london("2026-06-11 10:00");
	EXPECT_FAULTS("dissatisfaction-not-explored");
}

/* ccf 5: mediation where "we are in disagreement with customers regarding their desired outcome". */
Test(duty_people, mediation_is_offered_where_there_is_disagreement)
{
	struct fact *comment, *call;

	ask(DUTY_MEDIATION_OFFERED);
	begin(0);
	comment = tell(&story, FACT_CUSTOMER_COMMENTED, 1, "2026-06-03 10:00");
	tell_response(&story, 1, "2026-06-05 10:00");
	EXPECT_FAULTS("");
	comment->commented.disagrees = true;
	EXPECT_FAULTS("mediation-not-offered");
	call = tell(&story, FACT_CUSTOMER_CONTACTED, 1, "2026-06-04 10:00");
	EXPECT_FAULTS("mediation-not-offered");
	call->contacted.mediation_offered = true;
	EXPECT_FAULTS("");
	call->occurred_at = london("2026-06-06 10:00");
	EXPECT_FAULTS("mediation-not-offered");
	/* A disagreement at another stage was another. */
	comment->stage = 2;
	EXPECT_FAULTS("");
	comment->stage = 1;
	/* Who disagrees with the answer itself did so after it. */
	comment->occurred_at = london("2026-06-06 10:00");
	EXPECT_FAULTS("");
}

/* livin 8.26 before a restriction, lmh 10.6 before the answer. */
Test(duty_people, an_advocate_is_offered)
{
	struct fact *need, *call;

	ask(DUTY_ADVOCACY_OFFERED);
	begin(0);
	need = tell(&story, FACT_SUPPORT_NEED_IDENTIFIED, 1, "2026-06-03 10:00");
	tell(&story, FACT_CONTACT_RESTRICTED, 1, "2026-06-05 10:00");
	EXPECT_FAULTS("");
	need->support.not_coping = true;
	EXPECT_FAULTS("");
	need->support.behind_behaviour = true;
	EXPECT_FAULTS("advocate-not-offered");
	call = tell(&story, FACT_CUSTOMER_CONTACTED, 1, "2026-06-04 10:00");
	EXPECT_FAULTS("advocate-not-offered");
	call->contacted.advocacy_offered = true;
	EXPECT_FAULTS("");
	call->occurred_at = london("2026-06-06 10:00");
	EXPECT_FAULTS("advocate-not-offered");
	/* The answer asks for it for who cannot put the case, or does not cope. */
	story.told[2].kind = FACT_RESPONSE_ISSUED;
	EXPECT_FAULTS("advocate-not-offered");
	need->support.not_coping = false;
	EXPECT_FAULTS("");
	need->support.cannot_put_case = true;
	EXPECT_FAULTS("advocate-not-offered");
	need->occurred_at = london("2026-06-07 10:00");
	EXPECT_FAULTS("");
}

/* lmh 11: conduct is "investigated by an independent party"; whoever else is assigned is another. */
Test(duty_people, conduct_is_looked_into_by_somebody_apart)
{
	struct fact *officer;

	ask(DUTY_CONDUCT_BY_ROLE);
	duty->role = policy_role(&policy, TEXT("manager"));
	begin(CONTACT_BIT(ABOUT_CONDUCT));
	officer = tell(&story, FACT_OFFICER_ASSIGNED, 1, "2026-06-02 10:00");
	officer->officer.role = TEXT("manager");
	EXPECT_FAULTS("");
	officer->officer.role = TEXT("head-of-service");
	EXPECT_FAULTS("conduct-by-another-role");
	begin(0);
	tell(&story, FACT_OFFICER_ASSIGNED, 1, "2026-06-02 10:00")->officer.role = TEXT("head-of-service");
	EXPECT_FAULTS("");
}
