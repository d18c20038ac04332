#include "redressctl/contributions.h"

#include <jansson.h>
#include <stdlib.h>

#include "domain/figures.h"
#include "wire/time.h"

struct room {
	struct judgements standing;
	struct figures figures;
};

static json_t *
figure_json(const struct figure *figure)
{
	char room[DATE_TEXT_MAX];
	struct text day = date_print(figure->day, room);

	return json_pack("{s:s%, s:s, s:s%, s:I}", "day", day.at, day.len, "measure", measure_name(figure->measure),
	    "label", figure->label.len == 0 ? "" : figure->label.at, figure->label.len, "count",
	    (json_int_t)figure->count);
}

static void
print_case(const struct simulator_case *known, const struct figures *figures)
{
	json_t *list = json_array(), *line;
	char *text;

	for (size_t i = 0; i < figures->count; i++)
		json_array_append_new(list, figure_json(&figures->list[i]));
	line = json_pack("{s:s%, s:s%, s:o}", "landlord", known->landlord.at, known->landlord.len, "case",
	    known->ref.at, known->ref.len, "figures", list);
	text = json_dumps(line, JSON_COMPACT);
	if (text == NULL)
		abort();
	puts(text);
	free(text);
	json_decref(line);
}

static void
add_all(struct judgements *to, const struct judgements *from)
{
	for (size_t i = 0; i < from->count; i++) {
		struct judgement *one = judgements_add(to, from->list[i].kind);

		if (one != NULL)
			*one = from->list[i];
	}
}

bool
contributions_print(const struct rehearsal *rehearsal, struct error *error)
{
	const struct simulator *simulator = rehearsal_simulator(rehearsal);
	struct room *room = calloc(1, sizeof *room);
	bool ok = true;

	if (room == NULL)
		abort();
	for (size_t i = 0; ok && i < simulator_cases(simulator); i++) {
		struct simulator_case known;

		if (!simulator_case_at(simulator, i, &known))
			continue;
		room->standing.count = 0;
		room->standing.full = false;
		add_all(&room->standing, known.routing);
		add_all(&room->standing, known.sla);
		figures_of_case(known.policy, known.calendar, known.facts, &room->standing, &room->figures);
		if (room->standing.full || room->figures.full)
			ok = error_set(error, ERROR_LIMIT, "case %.*s has too many judgements or figures to be counted",
			    TEXT_ARG(known.ref));
		else
			print_case(&known, &room->figures);
	}
	free(room);
	return ok;
}
