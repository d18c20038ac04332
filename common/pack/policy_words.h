/* The words of the pack language, from the domain's own tables where it has them. */
#ifndef REDRESS_PACK_POLICY_WORDS_H
#define REDRESS_PACK_POLICY_WORDS_H

#include "pack/words.h"

extern const struct words words_moments;
extern const struct words words_kinds;
extern const struct words words_flags;
extern const struct words words_grounds;
extern const struct words words_outcomes;
extern const struct words words_checks;
extern const struct words words_occasions;
extern const struct words words_issue_flags;
extern const struct words words_issue_thens;
extern const struct words words_compliment_tos;
extern const struct words words_survey_ons;
extern const struct words words_judgements;
extern const struct words words_refusals;
extern const struct words words_acceptances;
extern const struct words words_needs;
extern const struct words words_measures;
extern const struct words words_pers;
extern const struct words words_whose;
extern const struct words words_counted_from;
extern const struct words words_caps;
extern const struct words words_counts;
extern const struct words words_turns;
extern const struct words words_alert_to;
extern const struct words words_channels;
extern const struct words words_nations;
extern const struct words words_divisions;
extern const struct words words_contact_channels;
extern const struct words words_channel_uses;
extern const struct words words_remedies;
extern const struct words words_letter_occasions;
extern const struct words words_letter_parts;
extern const struct words words_letter_readers;
extern const struct words words_report_rhythms;
extern const struct words words_report_readers;
extern const struct words words_report_places;
extern const struct words words_floors;
extern const struct words words_statements;
extern const struct words words_law_pers;
extern const struct words words_hazard_grades;
extern const struct words words_hazard_moments;

#endif
