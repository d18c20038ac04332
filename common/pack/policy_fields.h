/* The pack language: what may stand in each kind of mapping. */
#ifndef REDRESS_PACK_POLICY_FIELDS_H
#define REDRESS_PACK_POLICY_FIELDS_H

#include "pack/walk.h"

extern const struct mapping policy_mapping;
extern const struct mapping in_force_mapping;
extern const struct mapping hours_mapping;
extern const struct mapping organisation_mapping;
extern const struct mapping role_mapping;
extern const struct mapping stage_mapping;
extern const struct mapping officer_mapping;
extern const struct mapping late_mapping;
extern const struct mapping by_itself_mapping;
extern const struct mapping clock_mapping;
extern const struct mapping suspension_mapping;
extern const struct mapping tier_mapping;
extern const struct mapping line_mapping;
extern const struct mapping step_mapping;
extern const struct mapping contact_mapping;
extern const struct mapping turn_mapping;
extern const struct mapping exclusion_mapping;
extern const struct mapping duty_mapping;
extern const struct mapping signpost_mapping;
extern const struct mapping advocacy_mapping;
extern const struct mapping survey_mapping;
extern const struct mapping issue_mapping;
extern const struct mapping compliment_mapping;
extern const struct mapping alert_mapping;
extern const struct mapping oversight_mapping;
extern const struct mapping standard_mapping;
extern const struct mapping floor_mapping;
extern const struct mapping statement_mapping;
extern const struct mapping law_mapping;
extern const struct mapping law_clock_mapping;
extern const struct mapping hazard_mapping;
extern const struct mapping ombudsman_mapping;
extern const struct mapping channel_mapping;
extern const struct mapping letter_mapping;
extern const struct mapping report_mapping;
extern const struct mapping remedy_mapping;
extern const struct mapping closing_day_mapping;
extern const struct mapping referral_mapping;
extern const struct mapping rota_mapping;

#endif
