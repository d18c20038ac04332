#include "wire/basis.h"

#include "wire/proto.h"
#include "wire/time.h"
#include "wire/timestamp.h"

static const char *const units[] = {
	[LIMIT_NONE] = "",
	[LIMIT_WORKING_DAYS] = "working-day",
	[LIMIT_CALENDAR_DAYS] = "calendar-day",
	[LIMIT_ELAPSED_HOURS] = "elapsed-hour",
	[LIMIT_WORKING_HOURS] = "working-hour",
	[LIMIT_WEEKS] = "week",
	[LIMIT_MONTHS] = "month",
	[LIMIT_NAMED_DATE] = "named-date",
};

Redress__V1__FactRef *
fact_ref_of(struct fact_ref ref, struct arena *arena)
{
	Redress__V1__FactRef *made = (Redress__V1__FactRef *)proto_new(&redress__v1__fact_ref__descriptor, arena);

	made->source = proto_string(ref.source, arena);
	made->id = proto_string(ref.id, arena);
	return made;
}

struct fact_ref
fact_ref_take(const Redress__V1__FactRef *ref)
{
	return ref == NULL ? (struct fact_ref){ 0 } : (struct fact_ref){ text_of(ref->source), text_of(ref->id) };
}

Redress__V1__Basis *
basis_of(const struct judgement *judgement, struct arena *arena)
{
	Redress__V1__Basis *basis = (Redress__V1__Basis *)proto_new(&redress__v1__basis__descriptor, arena);

	basis->pack = proto_string(judgement->pack, arena);
	basis->version = proto_string(judgement->version, arena);
	basis->rule = proto_string(judgement->rule.id, arena);
	basis->clause = proto_string(judgement->rule.clause, arena);
	basis->decision = judgement->rule.decision;
	basis->because = proto_string(judgement->rule.because, arena);
	basis->decided_at = timestamp_of(judgement->decided_at, arena);
	basis->revision = judgement->revision;
	basis->facts = arena_array(arena, JUDGEMENT_FACTS_MAX, sizeof(*basis->facts));
	for (uint8_t i = 0; i < judgement->fact_count && i < JUDGEMENT_FACTS_MAX; i++)
		basis->facts[basis->n_facts++] = fact_ref_of(judgement->facts[i], arena);
	return basis;
}

bool
basis_take(const Redress__V1__Basis *basis, struct judgement *judgement, struct error *error)
{
	if (basis == NULL)
		return true;
	judgement->pack = text_of(basis->pack);
	judgement->version = text_of(basis->version);
	judgement->rule.id = text_of(basis->rule);
	judgement->rule.clause = text_of(basis->clause);
	judgement->rule.decision = basis->decision;
	judgement->rule.because = text_of(basis->because);
	judgement->decided_at = timestamp_instant(basis->decided_at);
	if (basis->revision > UINT16_MAX || basis->n_facts > JUDGEMENT_FACTS_MAX)
		return error_set_field(error, ERROR_LIMIT, "basis", "%zu facts, revision %u: more than a judgement has",
		    basis->n_facts, basis->revision);
	judgement->revision = (uint16_t)basis->revision;
	for (size_t i = 0; i < basis->n_facts; i++)
		judgement->facts[i] = fact_ref_take(basis->facts[i]);
	judgement->fact_count = (uint8_t)basis->n_facts;
	return true;
}

static char *
date_of(int32_t day, struct arena *arena)
{
	char room[DATE_TEXT_MAX];

	return proto_string(date_print(day, room), arena);
}

static void
list_skipped(const struct deadline *deadline, Redress__V1__Derivation *made, struct arena *arena)
{
	size_t count = deadline->skipped_count;

	made->skipped_more = count > DERIVATION_SKIPPED_MAX;
	if (made->skipped_more)
		count = DERIVATION_SKIPPED_MAX;
	made->skipped = arena_array(arena, count > 0 ? count : 1, sizeof(*made->skipped));
	for (size_t i = 0; i < count; i++) {
		Redress__V1__SkippedDay *day =
		    (Redress__V1__SkippedDay *)proto_new(&redress__v1__skipped_day__descriptor, arena);

		day->date = date_of(deadline->skipped[i].day, arena);
		day->why = proto_string(deadline->skipped[i].why, arena);
		made->skipped[made->n_skipped++] = day;
	}
}

/* Counts the date again, to say how. */
static void
count_again(const struct judgement *judgement, const struct calendar *calendar, Redress__V1__Derivation *made,
    struct arena *arena)
{
	struct deadline deadline;
	enum deadline_status status;

	if (judgement->limit.unit == LIMIT_NAMED_DATE) {
		if (!instant_is_set(judgement->due))
			return;
		status = deadline_on(
		    calendar, judgement->counted_from, zone_local_day(&calendar->zone, judgement->due) - 1, &deadline);
	} else {
		status = deadline_count(calendar, judgement->counted_from, judgement->limit, &deadline);
	}
	if (status != DEADLINE_OK)
		return;
	made->day_zero = date_of(civil_to_days(deadline.day_zero), arena);
	if (!deadline.exact)
		made->last_day = date_of(civil_to_days(deadline.last_day), arena);
	list_skipped(&deadline, made, arena);
	made->zone = proto_string(calendar->zone.name, arena);
	made->calendar = proto_string(calendar->name, arena);
	made->calendar_version = proto_string(calendar->version, arena);
}

Redress__V1__Derivation *
derivation_of(const struct judgement *judgement, const struct calendar *calendar, struct arena *arena)
{
	Redress__V1__Derivation *made;

	if (!instant_is_set(judgement->counted_from) && judgement->limit.unit == LIMIT_NONE &&
	    judgement->limit.count == 0)
		return NULL;
	made = (Redress__V1__Derivation *)proto_new(&redress__v1__derivation__descriptor, arena);
	made->from = timestamp_of(judgement->counted_from, arena);
	made->count = judgement->limit.count;
	made->unit = proto_string(text_of(units[judgement->limit.unit]), arena);
	made->first_day_counts = judgement->limit.first_day_counts;
	if (calendar != NULL && instant_is_set(judgement->counted_from) && judgement->limit.unit != LIMIT_NONE)
		count_again(judgement, calendar, made, arena);
	return made;
}

bool
derivation_take(const Redress__V1__Derivation *derivation, struct judgement *judgement, struct error *error)
{
	if (derivation == NULL)
		return true;
	judgement->counted_from = timestamp_instant(derivation->from);
	if (derivation->count > UINT16_MAX)
		return error_set_field(
		    error, ERROR_INVALID, "derivation.count", "%u is more than any limit", derivation->count);
	judgement->limit.count = (uint16_t)derivation->count;
	judgement->limit.first_day_counts = derivation->first_day_counts;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (strcmp(units[i], derivation->unit) == 0) {
			judgement->limit.unit = (enum limit_unit)i;
			return true;
		}
	}
	return error_set_field(
	    error, ERROR_INVALID, "derivation.unit", "\"%.32s\" is no unit of a limit", derivation->unit);
}
