#include "redressctl/brief.h"

#include <stdio.h>
#include <string.h>

#include "redressctl/stock.h"
#include "redressctl/tell.h"
#include "wire/cloudevent.h"
#include "wire/time.h"

json_t *
brief_event(const struct event *event)
{
	struct arena arena = { 0 };
	struct error error = { 0 };
	struct text line;
	json_t *root = NULL;

	if (cloudevent_print(event, &arena, &line, &error))
		root = json_loadb(line.at, line.len, 0, NULL);
	arena_free(&arena);
	return root == NULL ? json_object() : root;
}

json_t *
brief_text(struct text text)
{
	return json_stringn(text.at == NULL ? "" : text.at, text.len);
}

json_t *
brief_instant(struct instant at)
{
	char room[INSTANT_TEXT_MAX];

	if (!instant_is_set(at))
		return json_null();
	return brief_text(instant_print(at, room));
}

static void
put_text(json_t *to, const char *key, const char *text)
{
	if (text != NULL && text[0] != '\0')
		json_object_set_new(to, key, json_string(text));
}

/* The first of the event's texts that is there. */
static const char *
first_of(const json_t *event, const char *const *paths)
{
	for (; *paths != NULL; paths++)
		if (tell_text(event, *paths)[0] != '\0')
			return tell_text(event, *paths);
	return "";
}

static void
put_basis(json_t *to, const json_t *event)
{
	put_text(to, "pack", tell_text(event, "basis.pack"));
	put_text(to, "version", tell_text(event, "basis.version"));
	put_text(to, "rule", tell_text(event, "basis.rule"));
	put_text(to, "clause", tell_text(event, "basis.clause"));
}

json_t *
brief_date(const json_t *event)
{
	const json_t *data = json_object_get(event, "data"), *basis = json_object_get(data, "basis");
	json_t *made = json_object();

	put_text(made, "due", tell_text(event, "dueAt"));
	put_text(made, "lastDay", tell_text(event, "derivation.lastDay"));
	json_object_set_new(made, "provisional", json_boolean(json_is_true(json_object_get(data, "provisional"))));
	put_basis(made, event);
	json_object_set_new(made, "decision", json_boolean(json_is_true(json_object_get(basis, "decision"))));
	return made;
}

json_t *
brief_judgement(const json_t *event)
{
	static const char *const whats[] = { "condition", "ground", "grounds", "why", "kind", NULL };
	const json_t *data = json_object_get(event, "data"), *clock = json_object_get(data, "clock");
	json_t *made = json_object();
	struct arena arena = { 0 };

	put_text(made, "type", tell_type(event));
	put_text(made, "id", json_string_value(json_object_get(event, "id")));
	put_text(made, "at", json_string_value(json_object_get(event, "time")));
	if (clock != NULL) {
		put_text(made, "clock", tell_text(event, "clock.clock"));
		json_object_set_new(
		    made, "instance", json_integer(json_integer_value(json_object_get(clock, "instance"))));
		put_text(made, "ref", tell_text(event, "clock.ref"));
	}
	put_text(made, "due", tell_text(event, "dueAt"));
	put_text(made, "lastDay", tell_text(event, "derivation.lastDay"));
	put_text(made, "what", first_of(event, whats));
	put_basis(made, event);
	put_text(made, "text", tell_event(event, stock_zone(&arena), &arena));
	arena_free(&arena);
	return made;
}

void
brief_print(json_t *root)
{
	json_dumpf(root, stdout, JSON_COMPACT);
	putchar('\n');
	json_decref(root);
}
