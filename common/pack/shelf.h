/* What the books are made of. For common/pack/books*.c only. */
#ifndef REDRESS_PACK_SHELF_H
#define REDRESS_PACK_SHELF_H

#include "pack/books.h"
#include "pack/calendar_reader.h"

struct pack {
	struct arena arena; /* the texts of its policy */
	struct text landlord;
	struct policy policy;
	struct laws laws; /* beside the policy, as books_attach_laws left them */
	struct pack *next;
};

/* A calendar handed out; never changed afterwards. */
struct handed {
	uint32_t generation;
	const struct policy *policy; /* whose closing days are in it; NULL: none's */
	struct calendar calendar;
	struct handed *next;
};

struct books {
	struct arena arena; /* titles, names, calendars: for the life of the books */
	struct pack *packs; /* in the order put */
	struct pack **packs_end;
	size_t pack_count;
	struct bank_holidays holidays;
	struct text holidays_digest, holidays_version;
	bool has_zone;
	struct zone_data zone;
	struct text zone_digest;
	uint32_t generation;   /* counts changes of holidays and zone */
	struct handed *handed; /* newest first */
};

/* Puts the laws of its nation beside the policy, each with the calendar it counts on now. */
bool books_attach_laws(struct books *books, const struct policy *policy, struct error *error);
/* Whether there is room for one more law of the nation. */
bool books_have_room_for_law(const struct books *books, struct text nation, struct error *error);

/* Problems of a text whose reader may not want them all. */
struct trouble {
	struct arena arena;
	struct problems own;
	struct problems *problems;
};

/* `wanted` may be NULL. */
struct trouble *trouble_start(struct problems *wanted);
/* Hands back `read`, with the error set when it is false; ends the trouble. */
bool trouble_end(struct trouble *trouble, bool read, struct error *error);

#endif
