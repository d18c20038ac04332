#include "pack/books.h"

#include <stdlib.h>
#include <string.h>

#include "pack/policy_reader.h"
#include "pack/shelf.h"

struct books *
books_new(void)
{
	struct books *books = calloc(1, sizeof(*books));

	if (books == NULL)
		abort();
	books->packs_end = &books->packs;
	return books;
}

void
books_free(struct books *books)
{
	struct pack *next;

	if (books == NULL)
		return;
	for (struct pack *pack = books->packs; pack != NULL; pack = next) {
		next = pack->next;
		arena_free(&pack->arena);
		free(pack);
	}
	arena_free(&books->arena);
	free(books);
}

struct trouble *
trouble_start(struct problems *wanted)
{
	struct trouble *trouble = calloc(1, sizeof(*trouble));

	if (trouble == NULL)
		abort();
	trouble->own.arena = &trouble->arena;
	trouble->problems = wanted != NULL ? wanted : &trouble->own;
	return trouble;
}

bool
trouble_end(struct trouble *trouble, bool read, struct error *error)
{
	if (!read)
		problems_error(trouble->problems, error);
	arena_free(&trouble->arena);
	free(trouble);
	return read;
}

static struct pack *
find_pack(const struct books *books, struct text landlord, struct text name, struct text version)
{
	for (struct pack *pack = books->packs; pack != NULL; pack = pack->next) {
		if (text_equal(pack->landlord, landlord) && text_equal(pack->policy.pack, name) &&
		    text_equal(pack->policy.version, version))
			return pack;
	}
	return NULL;
}

static void
discard_pack(struct pack *pack)
{
	arena_free(&pack->arena);
	free(pack);
}

/* A law is every landlord's, and nothing else is. */
static bool
settle_landlord(const struct policy *policy, struct text *landlord, struct error *error)
{
	struct text every = TEXT(BOOKS_EVERY_LANDLORD);

	if (text_is_empty(*landlord))
		*landlord = policy->law ? every : policy->pack;
	if (text_equal(*landlord, every) == policy->law)
		return true;
	return error_set_field(error, ERROR_INVALID, "data.landlord",
	    policy->law ? "%.*s is a law: it is put in force for '" BOOKS_EVERY_LANDLORD "', every landlord"
			: "%.*s is no law: name the landlord it is put in force for",
	    TEXT_ARG(policy->pack));
}

bool
books_put_pack(struct books *books, struct text landlord, const char *file, struct text yaml, struct problems *problems,
    struct error *error)
{
	struct pack *pack = calloc(1, sizeof(*pack));
	struct trouble *trouble = trouble_start(problems);
	const char *name;
	struct pack *there;
	bool same;

	if (pack == NULL)
		abort();
	name = arena_string(trouble->problems->arena, text_of(file));
	if (!trouble_end(trouble, policy_read(&pack->arena, name, yaml, &pack->policy, trouble->problems), error)) {
		discard_pack(pack);
		return false;
	}
	if (!settle_landlord(&pack->policy, &landlord, error)) {
		discard_pack(pack);
		return false;
	}
	there = find_pack(books, landlord, pack->policy.pack, pack->policy.version);
	if (there == NULL && pack->policy.law && !books_have_room_for_law(books, pack->policy.nation, error)) {
		discard_pack(pack);
		return false;
	}
	if (there == NULL) {
		pack->landlord = arena_text(&pack->arena, landlord);
		*books->packs_end = pack;
		books->packs_end = &pack->next;
		books->pack_count++;
		return true;
	}
	same = text_equal(there->policy.digest, pack->policy.digest);
	if (!same)
		error_set(error, ERROR_CONFLICT,
		    "pack %.*s version %.*s of landlord %.*s is in force with another text: a changed pack needs a new version",
		    TEXT_ARG(pack->policy.pack), TEXT_ARG(pack->policy.version), TEXT_ARG(landlord));
	discard_pack(pack);
	return same;
}

void
books_discard(struct books *books, struct text landlord)
{
	struct pack **place = &books->packs, *pack;

	while ((pack = *place) != NULL) {
		if (!text_equal(pack->landlord, landlord)) {
			place = &pack->next;
			continue;
		}
		*place = pack->next;
		books->pack_count--;
		discard_pack(pack);
	}
	books->packs_end = place;
}

void
books_antedate(struct books *books, struct text landlord)
{
	struct policy *first = NULL, *last = NULL;

	for (struct pack *pack = books->packs; pack != NULL; pack = pack->next) {
		if (!text_equal(pack->landlord, landlord))
			continue;
		if (first == NULL || pack->policy.in_force_from < first->in_force_from)
			first = &pack->policy;
		if (last == NULL || pack->policy.in_force_from >= last->in_force_from)
			last = &pack->policy;
	}
	if (first == NULL)
		return;
	first->in_force_from = INT32_MIN;
	last->in_force_until = NO_DAY;
}

const struct policy *
books_policy_on(const struct books *books, struct text landlord, int32_t day, struct error *error)
{
	const struct policy *best = NULL;
	struct civil_date date = civil_from_days(day);

	for (const struct pack *pack = books->packs; pack != NULL; pack = pack->next) {
		if (!text_equal(pack->landlord, landlord) || !policy_in_force(&pack->policy, day))
			continue;
		if (best == NULL || pack->policy.in_force_from >= best->in_force_from)
			best = &pack->policy;
	}
	if (best == NULL)
		error_set(error, ERROR_NOT_FOUND, "landlord %.*s has no pack in force on %04d-%02u-%02u",
		    TEXT_ARG(landlord), date.year, date.month, date.day);
	return best;
}

const struct policy *
books_policy(
    const struct books *books, struct text landlord, struct text pack, struct text version, struct error *error)
{
	const struct policy *best = NULL;

	for (const struct pack *each = books->packs; each != NULL; each = each->next) {
		if (!(each->policy.law || text_equal(each->landlord, landlord)) || !text_equal(each->policy.pack, pack))
			continue;
		if (text_is_empty(version) ? best == NULL || each->policy.in_force_from >= best->in_force_from
					   : text_equal(each->policy.version, version))
			best = &each->policy;
	}
	if (best == NULL)
		error_set(error, ERROR_NOT_FOUND, "landlord %.*s has no pack %.*s%s%.*s", TEXT_ARG(landlord),
		    TEXT_ARG(pack), text_is_empty(version) ? "" : " version ", TEXT_ARG(version));
	return best;
}

const struct policy *
books_pack_at(const struct books *books, size_t index, struct text *landlord)
{
	const struct pack *pack = books->packs;

	while (pack != NULL && index-- > 0)
		pack = pack->next;
	if (pack == NULL)
		return NULL;
	if (landlord != NULL)
		*landlord = pack->landlord;
	return &pack->policy;
}

const struct policy *
books_policy_at(struct books *books, struct text landlord, struct instant at, struct error *error)
{
	static const struct zone utc = { 0 };
	int32_t day = zone_local_day(&utc, at);
	const struct policy *policy = books_policy_on(books, landlord, day, error);
	const struct calendar *calendar = policy == NULL ? NULL : books_calendar(books, policy, error);

	if (calendar == NULL)
		return NULL;
	return books_policy_on(books, landlord, zone_local_day(&calendar->zone, at), error);
}
