/* Laws: packs that hold for every landlord of a nation, beside the landlord's own. */
#include "pack/shelf.h"

/* Of a pack on this shelf; NULL for another's policy. */
static struct pack *
pack_of(const struct books *books, const struct policy *policy)
{
	struct pack *pack = books->packs;

	while (pack != NULL && &pack->policy != policy)
		pack = pack->next;
	return pack;
}

bool
books_have_room_for_law(const struct books *books, struct text nation, struct error *error)
{
	size_t count = 0;

	for (const struct pack *pack = books->packs; pack != NULL; pack = pack->next)
		count += pack->policy.law && text_equal(pack->policy.nation, nation);
	return count < POLICY_LAWS_MAX
		   ? true
		   : error_set(error, ERROR_LIMIT, "more than %d laws, or versions of laws, of %.*s", POLICY_LAWS_MAX,
			 TEXT_ARG(nation));
}

bool
books_attach_laws(struct books *books, const struct policy *policy, struct error *error)
{
	struct pack *own = pack_of(books, policy);
	struct laws laws = { 0 };

	if (own == NULL || policy->law)
		return true;
	for (struct pack *pack = books->packs; pack != NULL && laws.count < POLICY_LAWS_MAX; pack = pack->next) {
		struct law *law = &laws.list[laws.count];

		if (!pack->policy.law || !text_equal(pack->policy.nation, policy->nation))
			continue;
		law->policy = &pack->policy;
		law->calendar = books_calendar(books, &pack->policy, error);
		if (law->calendar == NULL)
			return false;
		laws.count++;
	}
	own->laws = laws;
	own->policy.laws = &own->laws;
	return true;
}
