#include "pack/walk.h"

#include <stdio.h>
#include <string.h>

#include "pack/scalar.h"

enum {
	MAPPING_FIELDS_MAX = 64,
	KEYS_MAX = 256, /* bytes of a message that name keys */
};

/* The keys of every rule, into struct rule. */
static const struct field rule_fields[] = {
	{ "id", FIELD_ID, .required = true, .offset = offsetof(struct rule, id), .says = "the rule's own name" },
	{ "cite", FIELD_TEXT, .required = true, .offset = offsetof(struct rule, clause),
	    .says = "the clause it carries out" },
	{ "decision", FIELD_FLAG, .offset = offsetof(struct rule, decision), .says = "the reading was decided by us" },
	{ "because", FIELD_TEXT, .offset = offsetof(struct rule, because), .says = "why this reading" },
};
#define RULE_FIELDS (sizeof(rule_fields) / sizeof(rule_fields[0]))

const struct field *
walk_rule_fields(size_t *count)
{
	*count = RULE_FIELDS;
	return rule_fields;
}

void
walk_start(struct walk *walk, const struct source *source, struct arena *keep, struct arena *scratch)
{
	*walk = (struct walk){ .source = source, .keep = keep, .scratch = scratch };
	walk->places_end = &walk->places;
	walk->references_end = &walk->references;
}

static size_t
field_count(const struct mapping *mapping)
{
	return mapping->count + (mapping->is_rule ? RULE_FIELDS : 0);
}

/* Field `i`, the rule's own first, and the part of the object it belongs to. */
static const struct field *
field_at(const struct mapping *mapping, size_t i, void **object)
{
	if (mapping->is_rule && i < RULE_FIELDS) {
		*object = (char *)*object + mapping->rule_offset;
		return &rule_fields[i];
	}
	return &mapping->fields[i - (mapping->is_rule ? RULE_FIELDS : 0)];
}

static const char *
key_at(const struct mapping *mapping, size_t i)
{
	if (mapping->is_rule && i < RULE_FIELDS)
		return rule_fields[i].key;
	return mapping->fields[i - (mapping->is_rule ? RULE_FIELDS : 0)].key;
}

/* What stands where nothing was written. */
static void
set_defaults(const struct mapping *mapping, void *object)
{
	for (size_t i = 0; i < mapping->count; i++) {
		const struct field *field = &mapping->fields[i];
		void *at = (char *)object + field->offset;

		if (field->type == FIELD_REFERENCE)
			*(uint8_t *)at = 0xff;
		else if (field->type == FIELD_MAP)
			set_defaults(field->of, at);
		else if (field->otherwise != 0)
			scalar_store(at, field->size, (uint64_t)field->otherwise);
	}
}

static void
remember_place(struct walk *walk, const struct mapping *mapping, const struct node *node, const void *object)
{
	struct place *place = arena_alloc(walk->scratch, sizeof(*place));

	*place = (struct place){ .mapping = mapping, .node = node, .object = object };
	*walk->places_end = place;
	walk->places_end = &place->next;
}

const struct node *
walk_place(const struct walk *walk, const struct mapping *mapping, const void *object)
{
	for (const struct place *place = walk->places; place != NULL; place = place->next) {
		if (place->mapping == mapping && place->object == object)
			return place->node;
	}
	return NULL;
}

const struct node *
walk_where(const struct walk *walk, const struct mapping *mapping, const void *object, const char *key)
{
	const struct node *node = walk_place(walk, mapping, object);
	const struct node *child = node == NULL ? NULL : tree_child(node, key);

	return child == NULL ? node : child;
}

static const char *
article(const char *what)
{
	return strchr("aeiouAEIOU", what[0]) != NULL ? "an" : "a";
}

static bool
text_has(struct text text, char sign)
{
	return text.len > 0 && memchr(text.at, sign, text.len) != NULL;
}

/* Where one was to stand: its keys, or those that may not be left out, "{id: ..., cite: ..., role: ...}". */
static void
refuse_shape(struct walk *walk, const struct mapping *mapping, const struct node *node)
{
	char keys[KEYS_MAX];
	size_t at = 0;
	bool any = false;

	for (size_t i = 0; i < mapping->count; i++)
		any = any || mapping->fields[i].required;
	for (size_t i = 0; i < field_count(mapping) && at < sizeof(keys); i++) {
		void *part = NULL;
		const struct field *field = field_at(mapping, i, &part);

		if (field->required || !any)
			at += (size_t)snprintf(
			    keys + at, sizeof(keys) - at, "%s%s: ...", at == 0 ? "" : ", ", field->key);
	}
	tree_problem(walk->source, node, "%s %s is written as keys and values%s%s%s", article(mapping->what),
	    mapping->what, at == 0 ? "" : ": {", at == 0 ? "" : keys, at == 0 ? "" : "}");
}

/* Inside {...} a comma ends a text, and what follows it is read as a key, most often with nothing after it. */
static bool
is_rest_of_text(const struct node *child)
{
	return text_has(child->key->value, ' ') ||
	       (child->kind == NODE_SCALAR && child->plain && text_is_empty(child->value));
}

/* Refuses a key no row names; a missing key that it nearly is counts as seen, so that one slip is one problem. */
static void
refuse_key(struct walk *walk, const struct mapping *mapping, const struct node *child, bool *seen)
{
	struct nearest nearest = { .distance = SIZE_MAX };
	const struct node *key = child->key;
	size_t nearest_at = 0;
	char says[NEAREST_SAYS_MAX];

	for (size_t i = 0; i < field_count(mapping); i++) {
		const char *before = nearest.word;

		nearest_try(&nearest, key->value, key_at(mapping, i));
		if (nearest.word != before)
			nearest_at = i;
	}
	tree_problem(walk->source, key, "unknown key '%.*s' in %s %s%s", TEXT_ARG(key->value), article(mapping->what),
	    mapping->what,
	    nearest.word == NULL && is_rest_of_text(child) ? ": a text with a comma, inside {...}, is written in quotes"
							   : nearest_says(&nearest, says));
	if (nearest.word != NULL)
		seen[nearest_at] = true;
}

static void
walk_child(struct walk *walk, const struct mapping *mapping, const struct node *child, void *object, bool *seen)
{
	for (size_t i = 0; i < field_count(mapping); i++) {
		void *part = object;
		const struct field *field = field_at(mapping, i, &part);

		if (!text_equal(text_of(field->key), child->key->value))
			continue;
		seen[i] = true;
		walk_field(walk, field, child, part);
		return;
	}
	refuse_key(walk, mapping, child, seen);
}

void
walk_mapping(struct walk *walk, const struct mapping *mapping, const struct node *node, void *object)
{
	bool seen[MAPPING_FIELDS_MAX] = { false };
	const struct rule *rule = (const void *)((const char *)object + mapping->rule_offset);

	set_defaults(mapping, object);
	if (node->kind != NODE_MAPPING) {
		refuse_shape(walk, mapping, node);
		return;
	}
	remember_place(walk, mapping, node, object);
	for (const struct node *child = node->first; child != NULL; child = child->next)
		walk_child(walk, mapping, child, object, seen);
	for (size_t i = 0; i < field_count(mapping); i++) {
		void *part = object;
		const struct field *field = field_at(mapping, i, &part);

		if (field->required && !seen[i])
			tree_problem(
			    walk->source, node, "this %s lacks '%s': %s", mapping->what, field->key, field->says);
	}
	if (mapping->is_rule && rule->decision && tree_child(node, "because") == NULL)
		tree_problem(walk->source, node, "a decision must say 'because'");
	if (mapping->is_rule && !rule->decision && tree_child(node, "because") != NULL)
		tree_problem(
		    walk->source, tree_child(node, "because"), "'because' is for a rule with 'decision: true'");
}

static void
walk_list(struct walk *walk, const struct field *field, const struct node *node, void *object)
{
	uint8_t *count = (uint8_t *)object + field->count_offset;

	if (node->kind != NODE_LIST) {
		tree_problem(walk->source, node, "'%s' is a list: %s", field->key, field->says);
		return;
	}
	for (const struct node *child = node->first; child != NULL; child = child->next) {
		void *at = (char *)object + field->offset + *count * field->size;

		if (*count == field->most) {
			tree_problem(walk->source, child, "'%s' has more than %u", field->key, field->most);
			return;
		}
		if (field->type == FIELD_LIST)
			walk_mapping(walk, field->of, child, at);
		else if (field->type == FIELD_LIMITS)
			scalar_limit(walk->source, field, child, at);
		else if (field->type == FIELD_IDS)
			scalar_read(walk->source, walk->keep, &(struct field){ .key = field->key, .type = FIELD_ID },
			    child, at);
		else
			*(uint32_t *)at = (uint32_t)scalar_bits(walk->source, field, child);
		(*count)++;
	}
}

static void
refer(struct walk *walk, const struct field *field, const struct node *node, uint8_t *slot, uint32_t *bits)
{
	struct reference *reference = arena_alloc(walk->scratch, sizeof(*reference));

	if (!scalar_is_word(walk->source, field, node))
		return;
	*reference = (struct reference){ .kind = field->reference, .node = node, .slot = slot, .bits = bits };
	*walk->references_end = reference;
	walk->references_end = &reference->next;
}

/* One, or a list of them. */
static void
refer_all(struct walk *walk, const struct field *field, const struct node *node, uint32_t *bits)
{
	if (node->kind != NODE_LIST) {
		refer(walk, field, node, NULL, bits);
		return;
	}
	for (const struct node *child = node->first; child != NULL; child = child->next)
		refer(walk, field, child, NULL, bits);
}

void
walk_field(struct walk *walk, const struct field *field, const struct node *node, void *object)
{
	void *at = (char *)object + field->offset;

	switch (field->type) {
	case FIELD_MAP:
		walk_mapping(walk, field->of, node, at);
		break;
	case FIELD_LIST:
	case FIELD_LIMITS:
	case FIELD_IDS:
	case FIELD_MEETS:
		walk_list(walk, field, node, object);
		break;
	case FIELD_REFERENCE:
		refer(walk, field, node, at, NULL);
		break;
	case FIELD_REFERENCES:
		refer_all(walk, field, node, at);
		break;
	case FIELD_MARKS:
		scalar_marks(walk->source, field, node, object);
		break;
	default:
		scalar_read(walk->source, walk->keep, field, node, at);
		break;
	}
}
