/* The clock for evidence that the Ombudsman asked for: once for each request. Who asks again before it was sent has
 * asked once. */
#include "domain/laying.h"

/* The first time from `from` on that it was sent; with another date it is a word about the evidence, not the evidence.
 */
static const struct fact *
find_sent(const struct facts *facts, size_t from)
{
	for (size_t i = from; i < facts->count; i++) {
		const struct fact *fact = facts->in_order[i];

		if (fact->kind == FACT_OMBUDSMAN_EVIDENCE_SENT && fact->ombudsman.revised_date == NO_DAY)
			return fact;
	}
	return NULL;
}

static void
keep_request(struct bench *bench, const struct clock_rule *rule, const struct fact *asked, const struct fact *sent,
    uint16_t instance)
{
	struct clock_run run;
	struct deadline deadline;
	struct laying laying;

	bench_prepare(bench, rule, &run);
	run.instance = instance;
	if (!bench_add_date(bench, &run, asked->occurred_at,
		deadline_count(bench->calendar, asked->occurred_at, rule->limit, &deadline), &deadline,
		(struct text){ 0 }, asked))
		return;
	if (sent != NULL) {
		run.met_at = sent->occurred_at;
		run.met_by = sent;
	}
	bench_find_stop(bench, &run, asked->occurred_at, rule->stops);
	laying = (struct laying){ .bench = bench, .run = &run, .start = asked->occurred_at, .start_by = asked };
	if (laying_go(&laying))
		bench_finish(bench, &run);
}

void
keep_evidence(struct bench *bench, const struct clock_rule *rule)
{
	const struct facts *facts = bench->history->facts;
	const struct fact *sent = NULL;
	uint16_t instance = 0;

	for (size_t i = 0; i < facts->count; i++) {
		const struct fact *fact = facts->in_order[i];

		if (fact->kind != FACT_OMBUDSMAN_REQUESTED_EVIDENCE ||
		    (instance > 0 && (sent == NULL || instant_before(fact->occurred_at, sent->occurred_at))))
			continue;
		sent = find_sent(facts, i + 1);
		keep_request(bench, rule, fact, sent, ++instance);
	}
}
