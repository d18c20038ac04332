#include "redressctl/demo/assumptions.h"

#include <jansson.h>
#include <stddef.h>
#include <string.h>

static const struct {
	const char *key;
	size_t offset;
	double least, most;
} numbers[] = {
#define X(member, key, least, most) { key, offsetof(struct assumptions, member), least, most },
	ASSUMED_NUMBERS(X)
#undef X
};

static const struct {
	const char *key;
	size_t offset;
	size_t count; /* exactly; 0: one or more */
} tables[] = {
	{ "categories", offsetof(struct assumptions, categories), 0 },
	{ "channels", offsetof(struct assumptions, channels), 0 },
	{ "months", offsetof(struct assumptions, months), 12 },
};

/* The value of entry `key`, which must say why. */
static const json_t *
entry(const json_t *root, const char *key, struct error *error)
{
	const json_t *object = json_object_get(root, key);
	const json_t *value = json_object_get(object, "value");
	const json_t *why = json_object_get(object, "why");

	if (value == NULL)
		error_set_field(error, ERROR_INVALID, key, "this assumption is missing, or has no \"value\"");
	else if (!json_is_string(why) || json_string_length(why) == 0)
		error_set_field(error, ERROR_INVALID, key, "it does not say \"why\"");
	else
		return value;
	return NULL;
}

static bool
read_number(const json_t *root, size_t index, struct assumptions *assumptions, struct error *error)
{
	const json_t *value = entry(root, numbers[index].key, error);
	double number;

	if (value == NULL)
		return false;
	number = json_number_value(value);
	if (!json_is_number(value) || number < numbers[index].least || number > numbers[index].most)
		return error_set_field(error, ERROR_INVALID, numbers[index].key, "not a number from %g to %g",
		    numbers[index].least, numbers[index].most);
	memcpy((char *)assumptions + numbers[index].offset, &number, sizeof number);
	return true;
}

static bool
add_weight(struct assumed_weights *into, const char *name, const json_t *weight)
{
	if (into->count == ASSUMPTIONS_WEIGHTS_MAX || !json_is_number(weight) || json_number_value(weight) < 0)
		return false;
	into->names[into->count] = name;
	into->weights[into->count++] = json_number_value(weight);
	return true;
}

static bool
read_table(const json_t *root, size_t index, struct assumptions *assumptions, struct arena *arena, struct error *error)
{
	const json_t *value = entry(root, tables[index].key, error);
	struct assumed_weights *into = (void *)((char *)assumptions + tables[index].offset);
	const char *name;
	json_t *weight;
	size_t at;
	bool good = true;

	if (value == NULL)
		return false;
	json_object_foreach((json_t *)value, name, weight) good =
	    good && add_weight(into, arena_string(arena, text_of(name)), weight);
	json_array_foreach(value, at, weight) good = good && add_weight(into, "", weight);
	if (!good || into->count == 0 || (tables[index].count != 0 && into->count != tables[index].count))
		return error_set_field(
		    error, ERROR_INVALID, tables[index].key, "not names with weights, or not as many as there must be");
	return true;
}

bool
assumptions_read(const char *path, struct arena *arena, struct assumptions *assumptions, struct error *error)
{
	const size_t numbers_count = sizeof numbers / sizeof numbers[0],
		     tables_count = sizeof tables / sizeof tables[0];
	json_error_t wrong;
	json_t *root = json_load_file(path, JSON_REJECT_DUPLICATES, &wrong);
	bool good = true;

	if (root == NULL)
		return error_set(error, ERROR_INVALID, "%s:%d:%d: %s", path, wrong.line, wrong.column, wrong.text);
	*assumptions = (struct assumptions){ 0 };
	for (size_t i = 0; good && i < numbers_count; i++)
		good = read_number(root, i, assumptions, error);
	for (size_t i = 0; good && i < tables_count; i++)
		good = read_table(root, i, assumptions, arena, error);
	/* "about" stands beside them. */
	if (good && json_object_size(root) != numbers_count + tables_count + 1)
		good = error_set(error, ERROR_INVALID, "%s: an entry that no one reads: is a name misspelt?", path);
	json_decref(root);
	return good;
}
