#include "pack/schema.h"

#include <jansson.h>
#include <stdlib.h>

#include "pack/policy_fields.h"
#include "pack/scalar.h"

#define ID_PATTERN "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"

static json_t *mapping_schema(const struct mapping *mapping);

static json_t *
typed(const char *type)
{
	return json_pack("{s:s}", "type", type);
}

static json_t *
patterned(const char *pattern)
{
	return json_pack("{s:s, s:s}", "type", "string", "pattern", pattern);
}

static json_t *
list_of(json_t *items, uint32_t most)
{
	json_t *list = json_pack("{s:s, s:o}", "type", "array", "items", items);

	if (most > 0)
		json_object_set_new(list, "maxItems", json_integer((json_int_t)most));
	return list;
}

/* Written bare, some texts are numbers to an editor: `cite: 8.11`. */
static json_t *
text_schema(void)
{
	return json_pack("{s:[s,s]}", "type", "string", "number");
}

static json_t *
word_schema(const struct words *words)
{
	json_t *list = json_array();

	for (unsigned i = 0; i < words->count; i++)
		if (words->name(i) != NULL)
			json_array_append_new(list, json_string(words->name(i)));
	return json_pack("{s:o}", "enum", list);
}

static json_t *
marks_schema(const struct field *field)
{
	json_t *list = json_array();

	for (size_t i = 0; i < field->mark_count; i++)
		json_array_append_new(list, json_string(field->marks[i].word));
	return list_of(json_pack("{s:o}", "enum", list), 0);
}

static json_t *
either(json_t *one, json_t *other)
{
	return json_pack("{s:[o,o]}", "anyOf", one, other);
}

/* One unit with its count, and whether the first day counts; or a word in its place. */
static json_t *
limit_schema(const struct field *field)
{
	json_t *parts = json_pack("{s:{s:s}}", "first-day-counts", "type", "boolean"), *units = json_array();
	json_t *counted;

	for (unsigned unit = 0; unit <= LIMIT_NAMED_DATE; unit++) {
		const char *word = scalar_unit_word((enum limit_unit)unit);

		if (word == NULL || (field->units >> unit & 1) == 0)
			continue;
		json_object_set_new(parts, word,
		    json_pack("{s:s, s:i, s:i}", "type", "integer", "minimum", 1, "maximum", (int)SCALAR_LIMIT_MAX));
		json_array_append_new(units, json_pack("{s:[s]}", "required", word));
	}
	counted = json_pack(
	    "{s:s, s:o, s:b, s:o}", "type", "object", "properties", parts, "additionalProperties", 0, "oneOf", units);
	if (field->none_word != NULL)
		return either(counted, json_pack("{s:s}", "const", field->none_word));
	if ((field->units & UNIT_BIT(NAMED_DATE)) != 0)
		return either(counted, json_pack("{s:s}", "const", "promised"));
	return counted;
}

static json_t *
months_schema(const struct field *field)
{
	struct field months = *field;

	months.units = UNIT_BIT(MONTHS);
	return limit_schema(&months);
}

static json_t *
value_schema(const struct field *field)
{
	switch (field->type) {
	case FIELD_TEXT:
		return text_schema();
	case FIELD_ID:
	case FIELD_REFERENCE:
		return patterned(ID_PATTERN);
	case FIELD_IDS:
		return list_of(patterned(ID_PATTERN), field->most);
	case FIELD_REFERENCES:
		return either(patterned(ID_PATTERN), list_of(patterned(ID_PATTERN), 0));
	case FIELD_NAME:
	case FIELD_WORD:
		return word_schema(field->words);
	case FIELD_WORDS:
		return either(word_schema(field->words), list_of(word_schema(field->words), 0));
	case FIELD_MARKS:
		return marks_schema(field);
	case FIELD_NUMBER:
		return json_pack("{s:s, s:I, s:I}", "type", "integer", "minimum", (json_int_t)field->least, "maximum",
		    (json_int_t)field->most);
	case FIELD_FLAG:
		return typed("boolean");
	case FIELD_DATE:
		return patterned("^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
	case FIELD_TIME:
		return patterned("^[0-2][0-9]:[0-5][0-9]$");
	case FIELD_LIMIT:
		return limit_schema(field);
	case FIELD_LIMITS:
		return list_of(limit_schema(field), field->most);
	case FIELD_MONTHS:
		return months_schema(field);
	case FIELD_MEETS:
		return list_of(either(word_schema(field->words), list_of(word_schema(field->words), 0)), field->most);
	case FIELD_MAP:
		return mapping_schema(field->of);
	case FIELD_LIST:
		return list_of(mapping_schema(field->of), field->most);
	}
	abort();
}

static void
add_fields(json_t *properties, json_t *required, const struct field *fields, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		json_t *value = value_schema(&fields[i]);

		json_object_set_new(value, "description", json_string(fields[i].says));
		json_object_set_new(properties, fields[i].key, value);
		if (fields[i].required)
			json_array_append_new(required, json_string(fields[i].key));
	}
}

static json_t *
mapping_schema(const struct mapping *mapping)
{
	json_t *properties = json_object(), *required = json_array();
	size_t count = 0;
	const struct field *rule = mapping->is_rule ? walk_rule_fields(&count) : NULL;
	json_t *schema;

	add_fields(properties, required, rule, count);
	add_fields(properties, required, mapping->fields, mapping->count);
	schema = json_pack("{s:s, s:o, s:b, s:o}", "type", "object", "properties", properties, "additionalProperties",
	    0, "required", required);
	/* A decision says why, and nothing else does. */
	if (mapping->is_rule)
		json_object_set_new(schema, "dependentRequired", json_pack("{s:[s]}", "because", "decision"));
	return schema;
}

struct text
pack_schema(struct arena *arena)
{
	json_t *schema = json_pack("{s:{s:[s]}, s:o, s:o}", "if", "required", "law", "then",
	    mapping_schema(&law_mapping), "else", mapping_schema(&policy_mapping));
	char *printed;
	struct text kept;

	json_object_set_new(schema, "$schema", json_string("https://json-schema.org/draft/2020-12/schema"));
	json_object_set_new(schema, "title", json_string("Redress policy pack"));
	printed = json_dumps(schema, JSON_INDENT(1) | JSON_SORT_KEYS);
	if (printed == NULL)
		abort();
	kept = arena_text(arena, text_of(printed));
	free(printed);
	json_decref(schema);
	return kept;
}
