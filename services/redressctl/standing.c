#include "redressctl/standing.h"

#include <stdlib.h>

#include "wire/judgement.h"
#include "wire/message.h"

static void *
grown(void *list, size_t *capacity, size_t size)
{
	*capacity = *capacity == 0 ? 16 : 2 * *capacity;
	list = realloc(list, *capacity * size);
	if (list == NULL)
		abort();
	return list;
}

static struct text
key_of(struct text landlord, struct text ref, struct arena *arena)
{
	return text_of(arena_printf(arena, "%.*s/%.*s", TEXT_ARG(landlord), TEXT_ARG(ref)));
}

static struct standing_case *
place_of(struct standing *standing, struct text landlord, struct text ref)
{
	void **place = table_place(&standing->by_case, key_of(landlord, ref, &standing->arena));
	struct standing_case *made;

	if (*place != NULL)
		return *place;
	if (standing->count == standing->capacity)
		standing->cases = grown(standing->cases, &standing->capacity, sizeof(struct standing_case *));
	made = arena_alloc(&standing->arena, sizeof *made);
	made->landlord = landlord;
	made->ref = ref;
	standing->cases[standing->count++] = made;
	*place = made;
	return made;
}

static void
add(struct standing_case *of, const struct event *event)
{
	if (of->count == of->capacity)
		of->said = grown(of->said, &of->capacity, sizeof(struct event *));
	of->said[of->count++] = event;
}

static void
take_out(struct standing_case *of, struct text id)
{
	for (size_t i = of->count; i-- > 0;) {
		if (!text_equal(of->said[i]->id, id))
			continue;
		of->count--;
		memmove(&of->said[i], &of->said[i + 1], (of->count - i) * sizeof of->said[0]);
		return;
	}
}

bool
standing_hear(struct standing *standing, const struct event *event, struct error *error)
{
	struct arena arena = { 0 };
	struct withdrawal withdrawal;
	bool ok = true;

	if (judgement_kind_from_name(event->type) != JUDGEMENT_KINDS_COUNT) {
		add(place_of(standing, event->landlord, event->case_ref), event);
	} else if (event_is(event, "JudgementWithdrawn")) {
		ok = withdrawal_decode(event, &arena, &withdrawal, error);
		if (ok)
			take_out(place_of(standing, event->landlord, event->case_ref), withdrawal.withdrawn_id);
		arena_free(&arena);
	}
	return ok;
}

struct standing_case *
standing_find(const struct standing *standing, struct text landlord, struct text ref)
{
	struct arena arena = { 0 };
	struct standing_case *found = table_find(&standing->by_case, key_of(landlord, ref, &arena));

	arena_free(&arena);
	return found;
}

void
standing_copy(struct standing *out, const struct standing *standing)
{
	for (size_t i = 0; i < standing->count; i++) {
		const struct standing_case *from = standing->cases[i];
		struct standing_case *to = place_of(out, from->landlord, from->ref);

		for (size_t each = 0; each < from->count; each++)
			add(to, from->said[each]);
	}
}

void
standing_free(struct standing *standing)
{
	for (size_t i = 0; i < standing->count; i++)
		free(standing->cases[i]->said);
	free(standing->cases);
	table_free(&standing->by_case);
	arena_free(&standing->arena);
	*standing = (struct standing){ 0 };
}
