#include "reporting/page.h"

#include <stdlib.h>

#include "wire/time.h"

enum {
	PAGE_FIRST_BYTES = 16 * 1024,
	REAL_DIGITS = 6,
};

void
page_add(struct page *page, struct text bytes)
{
	if (page->len + bytes.len > page->capacity) {
		char *larger;

		page->capacity = page->capacity == 0 ? PAGE_FIRST_BYTES : page->capacity;
		while (page->len + bytes.len > page->capacity)
			page->capacity *= 2;
		larger = arena_alloc(page->arena, page->capacity);
		if (page->len > 0)
			memcpy(larger, page->at, page->len);
		page->at = larger;
	}
	if (bytes.len > 0)
		memcpy(page->at + page->len, bytes.at, bytes.len);
	page->len += bytes.len;
}

struct text
page_text(const struct page *page)
{
	return (struct text){ page->at == NULL ? "" : page->at, page->len };
}

struct text
page_of_json(json_t *object, struct arena *arena)
{
	char *printed = json_dumps(object, JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(REAL_DIGITS));
	struct text copy;

	if (printed == NULL)
		abort();
	copy = arena_text(arena, text_of(printed));
	free(printed);
	json_decref(object);
	return copy;
}

json_t *
json_text(struct text from)
{
	json_t *string = json_stringn(from.len == 0 ? "" : from.at, from.len);

	/* What the log holds is UTF-8. */
	if (string == NULL)
		abort();
	return string;
}

void
page_add_string(struct page *page, struct text string)
{
	page_add(page, page_of_json(json_text(string), page->arena));
}

json_t *
json_instant(struct instant at)
{
	char room[INSTANT_TEXT_MAX];

	return json_text(instant_print(at, room));
}

json_t *
json_day(int32_t day)
{
	char room[DATE_TEXT_MAX];

	return json_text(date_print(day, room));
}
