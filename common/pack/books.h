/* The shelf a process keeps: packs in force by landlord, and calendars by division. For one thread. What is put on it
 * stays for the life of the process, so that pointers into it do too. */
#ifndef REDRESS_PACK_BOOKS_H
#define REDRESS_PACK_BOOKS_H

#include "domain/policy.h"
#include "pack/problem.h"

struct books;

struct books *books_new(void);
/* `books` may be NULL. */
void books_free(struct books *books);

/* For whom a law is put in force; nobody's policy is. */
#define BOOKS_EVERY_LANDLORD "*"

/* A pack for `landlord` (PackPutInForce); an empty name: the landlord called as the pack, or, for a law, every one. A
 * law stands beside the policies of all landlords of its nation from then on (struct policy, laws). The same text again
 * changes nothing; the same pack and version with another text is a conflict. `file` names it in error texts and is
 * copied. `problems` (may be NULL) receives all that is wrong with the text, and must have an arena. */
bool books_put_pack(struct books *books, struct text landlord, const char *file, struct text yaml,
    struct problems *problems, struct error *error);
/* For those who ask what would have been. The landlord's packs leave the shelf: nobody may have been handed one yet. */
void books_discard(struct books *books, struct text landlord);
/* The landlord's earliest pack is in force since ever, and the last without end. */
void books_antedate(struct books *books, struct text landlord);
/* A calendar (CalendarPutInForce): name "bank-holidays", whose days are merged with those there, or the name of a zone,
 * "europe-london", which replaces. `version` may be empty: then it is the start of the text's digest. Calendars handed
 * out before keep their content. */
bool books_put_calendar(struct books *books, struct text name, struct text version, const char *file, struct text json,
    struct problems *problems, struct error *error);
/* One more holiday (HolidayProclaimed), a local day. The calendar's version becomes "<version>+<date>". */
bool books_put_holiday(struct books *books, struct text division, int32_t day, struct text title, struct error *error);

/* Every *.yaml of a directory, each for the landlord called as the pack; every *.json, by file name. For the simulator
 * and redressctl. */
bool books_load_policies(struct books *books, const char *directory, struct problems *problems, struct error *error);
bool books_load_calendars(struct books *books, const char *directory, struct problems *problems, struct error *error);

/* The landlord's pack in force on local day `day`: of those that are, the one that came into force last, then the one
 * put last. NULL with an error when there is none. */
const struct policy *books_policy_on(const struct books *books, struct text landlord, int32_t day, struct error *error);
/* The same by instant: the local day at `at`, in the zone of the pack found. */
const struct policy *books_policy_at(struct books *books, struct text landlord, struct instant at, struct error *error);
/* A version by name, of the landlord's packs or else of the laws. An empty version: the newest of the pack. */
const struct policy *books_policy(
    const struct books *books, struct text landlord, struct text pack, struct text version, struct error *error);
/* The calendar for `policy`: its division's holidays, its working hours, the zone; and sees to it that the laws beside
 * the policy are those of now. NULL with an error when the division
 * or the zone is not there. Valid as it is until books_free; ask again after a put for the newer. */
const struct calendar *books_calendar(struct books *books, const struct policy *policy, struct error *error);
/* The same by division, 09:00 to 17:00. */
const struct calendar *books_division(struct books *books, struct text division, struct error *error);

/* The i-th pack on the shelf, in the order put, with its landlord (may be NULL); NULL past the end. */
const struct policy *books_pack_at(const struct books *books, size_t index, struct text *landlord);

#endif
