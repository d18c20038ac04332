#include "pack/calendar_reader.h"

#include <string.h>

#include "base/limits.h"
#include "pack/scalar.h"

enum {
	TITLE_MAX = 200,
	OFFSET_MAX = 24 * 3600,
	WEEKEND = 0x60,
	OPENS_MINUTE = 9 * 60,
	CLOSES_MINUTE = 17 * 60,
};

static const struct field title_field = { "title", FIELD_TEXT, .says = "the holiday's name" };
static const struct field date_field = { "date", FIELD_DATE, .says = "the day" };
static const struct field text_field = { "zone", FIELD_TEXT, .says = "the zone's name" };

/* The child `key`, which must be there and be of `kind`. */
static const struct node *
expect(const struct source *source, const struct node *in, const char *key, enum node_kind kind)
{
	static const char *const kinds[] = { "a value", "a list", "keys and values" };
	const struct node *found = in->kind == NODE_MAPPING ? tree_child(in, key) : NULL;

	if (found == NULL)
		tree_problem(source, in, "'%s' is missing", key);
	else if (found->kind != kind)
		tree_problem(source, found, "'%s' must be %s", key, kinds[kind]);
	return found != NULL && found->kind == kind ? found : NULL;
}

static bool
expect_day(const struct source *source, const struct node *in, const char *key, int32_t *day)
{
	const struct node *node = expect(source, in, key, NODE_SCALAR);

	*day = NO_DAY;
	if (node != NULL)
		scalar_read(source, NULL, &date_field, node, day);
	return *day != NO_DAY;
}

/* ---- bank holidays ---- */

/* The place of `day`, or where it would go. */
static size_t
find_day(const struct division *division, int32_t day)
{
	size_t at = 0;

	while (at < division->count && division->days[at].day < day)
		at++;
	return at;
}

static bool
put_day(struct division *division, int32_t day, struct text title)
{
	size_t at = find_day(division, day);

	if (at < division->count && division->days[at].day == day) {
		division->days[at].title = title;
		return true;
	}
	if (division->count == CALENDAR_HOLIDAYS_MAX)
		return false;
	memmove(&division->days[at + 1], &division->days[at], (division->count - at) * sizeof(division->days[0]));
	division->days[at] = (struct holiday){ .day = day, .title = title };
	division->count++;
	return true;
}

static int32_t
year_start(int year)
{
	return civil_to_days((struct civil_date){ (int16_t)year, 1, 1 });
}

static int
year_of(int32_t day)
{
	return civil_from_days(day).year;
}

static void
read_event(struct arena *arena, const struct source *source, const struct node *event, struct division *division)
{
	const struct node *title = expect(source, event, "title", NODE_SCALAR);
	struct text kept = { 0 };
	size_t at;
	int32_t day;

	if (!expect_day(source, event, "date", &day) || title == NULL)
		return;
	if (title->value.len > TITLE_MAX) {
		tree_problem(source, title, "a title longer than %d bytes", TITLE_MAX);
		return;
	}
	scalar_read(source, arena, &title_field, title, &kept);
	at = find_day(division, day);
	if (at < division->count && division->days[at].day == day)
		tree_problem(source, tree_child(event, "date"), "this day is listed already");
	else if (!put_day(division, day, kept))
		tree_problem(source, event, "more than %d holidays", CALENDAR_HOLIDAYS_MAX);
}

static void
set_cover(const struct source *source, const struct node *node, struct division *division)
{
	int first, last, known;

	if (division->count == 0) {
		tree_problem(source, node, "no events: it would speak for no day");
		return;
	}
	first = year_of(division->days[0].day);
	last = year_of(division->days[division->count - 1].day);
	division->first = year_start(first);
	division->last = year_start(last + 1) - 1;
	known = first;
	for (size_t i = 0; i < division->count; i++) {
		int year = year_of(division->days[i].day);

		if (year > known + 1)
			tree_problem(
			    source, node, "no bank holidays in %d, though %d and %d have some", known + 1, known, year);
		known = year;
	}
}

static void
read_division(struct arena *arena, const struct source *source, const struct node *node, struct division *division)
{
	const struct node *name = expect(source, node, "division", NODE_SCALAR);
	const struct node *events = expect(source, node, "events", NODE_LIST);

	division->name = arena_text(arena, node->key->value);
	if (name != NULL && !text_equal(name->value, node->key->value))
		tree_problem(source, name, "it stands under '%.*s'", TEXT_ARG(node->key->value));
	if (events == NULL)
		return;
	for (const struct node *event = events->first; event != NULL; event = event->next)
		read_event(arena, source, event, division);
	set_cover(source, node, division);
}

bool
bank_holidays_read(
    struct arena *arena, const char *file, struct text json, struct bank_holidays *out, struct problems *problems)
{
	const struct source source = { .file = file, .text = json, .problems = problems };
	struct arena scratch = { 0 };
	size_t before = problems->count;
	const struct node *root = tree_read(&scratch, &source, LIMIT_CALENDAR_BYTES, true);

	memset(out, 0, sizeof(*out));
	if (root != NULL && root->kind != NODE_MAPPING)
		tree_problem(&source, root, "not bank holidays by division");
	for (const struct node *node = root == NULL ? NULL : root->first; node != NULL; node = node->next) {
		if (root->kind != NODE_MAPPING)
			break;
		if (out->count == DIVISIONS_MAX)
			tree_problem(&source, node, "more than %d divisions", DIVISIONS_MAX);
		else
			read_division(arena, &source, node, &out->divisions[out->count++]);
	}
	if (root != NULL && root->kind == NODE_MAPPING && out->count == 0)
		tree_problem(&source, root, "no division: it would speak for nobody");
	arena_free(&scratch);
	problems_sort(problems);
	return root != NULL && problems->count == before && !problems->more;
}

struct division *
bank_holidays_division(struct bank_holidays *holidays, struct text name)
{
	for (size_t i = 0; i < holidays->count; i++) {
		if (text_equal(holidays->divisions[i].name, name))
			return &holidays->divisions[i];
	}
	return NULL;
}

static bool
merge_division(struct division *into, const struct division *from, struct error *error)
{
	if (from->first > into->last + 1 || into->first > from->last + 1)
		return error_set(error, ERROR_INVALID,
		    "bank holidays of %.*s: years between %d and %d would be unknown", TEXT_ARG(from->name),
		    year_of(into->last < from->last ? into->last : from->last),
		    year_of(into->last < from->last ? from->first : into->first));
	for (size_t i = 0; i < from->count; i++) {
		if (!put_day(into, from->days[i].day, from->days[i].title))
			return error_set(error, ERROR_LIMIT, "bank holidays of %.*s: more than %d days",
			    TEXT_ARG(from->name), CALENDAR_HOLIDAYS_MAX);
	}
	into->first = from->first < into->first ? from->first : into->first;
	into->last = from->last > into->last ? from->last : into->last;
	return true;
}

bool
bank_holidays_merge(struct bank_holidays *into, const struct bank_holidays *from, struct error *error)
{
	struct bank_holidays merged = *into;

	for (size_t i = 0; i < from->count; i++) {
		struct division *there = bank_holidays_division(&merged, from->divisions[i].name);

		if (there != NULL && !merge_division(there, &from->divisions[i], error))
			return false;
		if (there == NULL && merged.count == DIVISIONS_MAX)
			return error_set(error, ERROR_LIMIT, "bank holidays of more than %d divisions", DIVISIONS_MAX);
		if (there == NULL)
			merged.divisions[merged.count++] = from->divisions[i];
	}
	*into = merged;
	return true;
}

bool
division_add(struct division *division, int32_t day, struct text title, struct error *error)
{
	struct civil_date date = civil_from_days(day);

	if (day < division->first || day > division->last)
		return error_set_field(error, ERROR_INVALID, "data.date",
		    "%04d-%02u-%02u: the bank holidays of %.*s are known for %d to %d only; put their calendar in force first",
		    date.year, date.month, date.day, TEXT_ARG(division->name), year_of(division->first),
		    year_of(division->last));
	if (!put_day(division, day, title))
		return error_set(error, ERROR_LIMIT, "bank holidays of %.*s: more than %d days",
		    TEXT_ARG(division->name), CALENDAR_HOLIDAYS_MAX);
	return true;
}

/* ---- zones ---- */

/* Seconds, a whole number of them, with a sign. */
static bool
read_offset(const struct source *source, const struct node *node, int32_t *out)
{
	struct text digits = node->value;
	bool minus = node->plain && digits.len > 0 && digits.at[0] == '-';
	int32_t value = 0;

	if (minus)
		digits = (struct text){ digits.at + 1, digits.len - 1 };
	for (size_t i = 0; i < digits.len; i++) {
		if (!node->plain || digits.at[i] < '0' || digits.at[i] > '9' || value > OFFSET_MAX) {
			digits.len = 0;
			break;
		}
		value = value * 10 + (digits.at[i] - '0');
	}
	if (digits.len == 0 || value > OFFSET_MAX) {
		tree_problem(source, node, "no offset: whole seconds, at most a day");
		return false;
	}
	*out = minus ? -value : value;
	return true;
}

/* "2026-03-29T01:00:00Z" and no other form. */
static bool
read_instant(const struct source *source, const struct node *node, struct instant *out)
{
	int year, month, day, hour, minute, second;
	char text[32] = { 0 }, again[32];
	struct civil_date date;

	if (node->value.len == 20) {
		memcpy(text, node->value.at, 20);
		if (sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2dZ", &year, &month, &day, &hour, &minute, &second) == 6) {
			date = (struct civil_date){ (int16_t)year, (uint8_t)month, (uint8_t)day };
			snprintf(again, sizeof(again), "%04d-%02d-%02dT%02d:%02d:%02dZ", year, month, day, hour, minute,
			    second);
			if (strcmp(text, again) == 0 && civil_is_valid(date) && hour < 24 && minute < 60 &&
			    second < 60) {
				*out = instant_plus_seconds((struct instant){ 0 },
				    (int64_t)civil_to_days(date) * 86400 + hour * 3600 + minute * 60 + second);
				return true;
			}
		}
	}
	tree_problem(source, node, "no instant: write it as 2026-03-29T01:00:00Z");
	return false;
}

static void
read_transition(const struct source *source, const struct node *node, struct zone *zone)
{
	const struct node *at = expect(source, node, "at", NODE_SCALAR);
	const struct node *offset = expect(source, node, "offset-seconds", NODE_SCALAR);
	struct zone_transition transition;

	if (at == NULL || offset == NULL || !read_instant(source, at, &transition.at) ||
	    !read_offset(source, offset, &transition.offset_seconds))
		return;
	if (zone->count == ZONE_TRANSITIONS_MAX) {
		tree_problem(source, node, "more than %d transitions", ZONE_TRANSITIONS_MAX);
		return;
	}
	if (zone->count > 0 && !instant_before(zone->transitions[zone->count - 1].at, transition.at))
		tree_problem(source, at, "transitions stand in order of time");
	zone->transitions[zone->count++] = transition;
}

static void
read_zone_parts(struct arena *arena, const struct source *source, const struct node *root, struct zone_data *out)
{
	const struct node *name = expect(source, root, "zone", NODE_SCALAR);
	const struct node *covers = expect(source, root, "covers", NODE_MAPPING);
	const struct node *offset = expect(source, root, "first-offset-seconds", NODE_SCALAR);
	const struct node *transitions = expect(source, root, "transitions", NODE_LIST);

	if (name != NULL)
		scalar_read(source, arena, &text_field, name, &out->zone.name);
	if (covers != NULL && expect_day(source, covers, "from", &out->first) &&
	    expect_day(source, covers, "until", &out->last) && out->last < out->first)
		tree_problem(source, covers, "it ends before it begins");
	if (offset != NULL)
		read_offset(source, offset, &out->zone.first_offset_seconds);
	for (const struct node *node = transitions == NULL ? NULL : transitions->first; node != NULL; node = node->next)
		read_transition(source, node, &out->zone);
}

bool
zone_read(struct arena *arena, const char *file, struct text json, struct zone_data *out, struct problems *problems)
{
	const struct source source = { .file = file, .text = json, .problems = problems };
	struct arena scratch = { 0 };
	size_t before = problems->count;
	const struct node *root = tree_read(&scratch, &source, LIMIT_CALENDAR_BYTES, true);

	memset(out, 0, sizeof(*out));
	if (root != NULL)
		read_zone_parts(arena, &source, root, out);
	arena_free(&scratch);
	problems_sort(problems);
	return root != NULL && problems->count == before && !problems->more;
}

/* ---- both ---- */

void
calendar_assemble(
    const struct division *division, const struct zone_data *zone, struct text version, struct calendar *out)
{
	memset(out, 0, sizeof(*out));
	out->name = division->name;
	out->version = version;
	out->first = civil_from_days(division->first > zone->first ? division->first : zone->first);
	out->last = civil_from_days(division->last < zone->last ? division->last : zone->last);
	out->closed_weekdays = WEEKEND;
	out->opens_minute = OPENS_MINUTE;
	out->closes_minute = CLOSES_MINUTE;
	out->count = division->count;
	memcpy(out->holidays, division->days, division->count * sizeof(out->holidays[0]));
	out->zone = zone->zone;
}
