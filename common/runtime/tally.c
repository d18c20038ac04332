#include "runtime/tally.h"

#include "pack/books.h"

/* The pack it stands opened under now: a contact heard late may have changed it. */
static bool
find_pack(struct desk *desk, struct open_case *open, struct error *error)
{
	const struct judgements *said = &open->casefile->upstream;

	open->policy = NULL;
	for (size_t i = 0; i < said->count && open->policy == NULL; i++) {
		if (said->list[i].kind != JUDGEMENT_CASE_OPENED)
			continue;
		open->policy =
		    books_policy(desk_books(desk), open->landlord, said->list[i].pack, said->list[i].version, error);
		if (open->policy == NULL)
			return false;
	}
	if (open->policy == NULL)
		return true;
	open->calendar = books_calendar(desk_books(desk), open->policy, error);
	return open->calendar != NULL;
}

bool
tally_case(struct desk *desk, struct open_case *open, struct figures *figures, struct error *error)
{
	figures->count = 0;
	figures->full = false;
	if (!desk_hear_upstream(desk, open, error))
		return false;
	if (open->news != NULL)
		casefile_hear(open->casefile, open->news);
	if (open->casefile->quarantined)
		return error_set(error, ERROR_LIMIT,
		    "case %.*s has more than %d facts or %d judgements: its figures stay as they were; a person must look",
		    TEXT_ARG(open->key.case_ref), LIMIT_CASE_FACTS, LIMIT_CASE_JUDGEMENTS);
	if (!find_pack(desk, open, error))
		return false;
	if (open->policy == NULL)
		return true;
	figures_of_case(open->policy, open->calendar, &open->casefile->facts, &open->casefile->upstream, figures);
	if (figures->full)
		return error_set(error, ERROR_LIMIT,
		    "case %.*s has more than %d figures: they stay as they were; a person must look",
		    TEXT_ARG(open->key.case_ref), LIMIT_CASE_FIGURES);
	return true;
}
