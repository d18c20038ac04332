/* Facts of how a customer is heard, helped and dealt with along the way. Of common/wire alone. */
#ifndef REDRESS_WIRE_FACT_CARE_H
#define REDRESS_WIRE_FACT_CARE_H

#include "domain/fact.h"
#include "redress/v1/landlord.pb-c.h"

void fact_commented(const Redress__V1__CustomerCommented *body, struct fact *fact);
void fact_hazard_act(const Redress__V1__HazardActedOn *body, struct fact *fact);
void fact_assessment(const Redress__V1__AssessmentRecorded *body, struct fact *fact);
void fact_plan(const Redress__V1__EscalationPlanned *body, struct fact *fact);
void fact_shared(const Redress__V1__ComplimentShared *body, struct fact *fact);
void fact_discretion(const Redress__V1__DiscretionUsed *body, struct fact *fact);
void fact_suspended(const Redress__V1__CaseSuspended *body, struct fact *fact);
void fact_support(const Redress__V1__SupportNeedIdentified *body, struct fact *fact);
void fact_work(const Redress__V1__WorkRecorded *body, struct fact *fact);
void fact_behaviour(const Redress__V1__BehaviourNoted *body, struct fact *fact);
void fact_restriction(const Redress__V1__ContactRestricted *body, struct fact *fact);
void fact_disclosed(const Redress__V1__InformationDisclosed *body, struct fact *fact);
void fact_designated(const Redress__V1__DesignatedPersonContacted *body, struct fact *fact);
/* At most FACT_ITEMS_MAX of them. */
void fact_recommendation(const Redress__V1__RecommendationMade *body, struct fact *fact);

#endif
