/* A text that grows in an arena: the body of an answer. */
#ifndef REDRESS_REPORTING_PAGE_H
#define REDRESS_REPORTING_PAGE_H

#include <jansson.h>

#include "base/arena.h"
#include "domain/instant.h"

struct page {
	struct arena *arena;
	char *at;
	size_t len, capacity;
};

void page_add(struct page *page, struct text bytes);
/* A quoted string. */
void page_add_string(struct page *page, struct text string);
struct text page_text(const struct page *page);

/* The object as a text in the arena; the reference is taken. */
struct text page_of_json(json_t *object, struct arena *arena);
json_t *json_text(struct text from);
/* RFC 3339. */
json_t *json_instant(struct instant at);
/* YYYY-MM-DD. */
json_t *json_day(int32_t day);

#endif
