#include "pack/scalar.h"

#include <string.h>

enum {
	TEXT_MAX = 1000,
	ID_MAX = 64,
};

static const struct {
	const char *word;
	enum limit_unit unit;
} units[] = {
	{ "working-days", LIMIT_WORKING_DAYS },
	{ "calendar-days", LIMIT_CALENDAR_DAYS },
	{ "hours", LIMIT_ELAPSED_HOURS },
	{ "working-hours", LIMIT_WORKING_HOURS },
	{ "weeks", LIMIT_WEEKS },
	{ "months", LIMIT_MONTHS },
};
#define UNITS (sizeof(units) / sizeof(units[0]))

const char *
scalar_unit_word(enum limit_unit unit)
{
	for (size_t i = 0; i < UNITS; i++)
		if (units[i].unit == unit)
			return units[i].word;
	return NULL;
}

void
scalar_store(void *at, size_t size, uint64_t value)
{
	uint8_t one = (uint8_t)value;
	uint16_t two = (uint16_t)value;
	uint32_t four = (uint32_t)value;

	memcpy(at, size == 1 ? (void *)&one : size == 2 ? (void *)&two : size == 4 ? (void *)&four : &value, size);
}

bool
scalar_is_word(const struct source *source, const struct field *field, const struct node *node)
{
	if (node->kind == NODE_SCALAR && node->value.len > 0)
		return true;
	tree_problem(source, node, "'%s' must be one word or sentence, not %s", field->key,
	    node->kind == NODE_LIST	 ? "a list"
	    : node->kind == NODE_MAPPING ? "keys and values"
					 : "nothing");
	return false;
}

static unsigned
find_word(const struct source *source, const struct field *field, const struct node *node)
{
	const struct words *words = field->words;
	unsigned found;
	char says[NEAREST_SAYS_MAX];

	if (!scalar_is_word(source, field, node))
		return words->count;
	found = words_find(words, node->value);
	if (found < words->count)
		return found;
	tree_problem(source, node, "unknown %s '%.*s'%s", words->what, TEXT_ARG(node->value),
	    words_say(words, node->value, says));
	return found;
}

uint64_t
scalar_bits(const struct source *source, const struct field *field, const struct node *node)
{
	uint64_t bits = 0;
	const struct node *child = node->kind == NODE_LIST ? node->first : node;

	if (node->kind == NODE_LIST && node->first == NULL)
		tree_problem(source, node, "'%s' names nothing", field->key);
	for (; child != NULL; child = node->kind == NODE_LIST ? child->next : NULL) {
		unsigned found = find_word(source, field, child);

		if (found == field->words->count)
			continue;
		if ((bits >> found & 1) != 0)
			tree_problem(source, child, "'%.*s' is given twice", TEXT_ARG(child->value));
		bits |= UINT64_C(1) << found;
	}
	return bits;
}

static void
set_mark(const struct source *source, const struct field *field, const struct node *node, void *object)
{
	struct nearest nearest = { .distance = SIZE_MAX };
	char says[NEAREST_SAYS_MAX];

	if (!scalar_is_word(source, field, node))
		return;
	for (size_t i = 0; i < field->mark_count; i++) {
		bool *mark = (bool *)((char *)object + field->marks[i].offset);

		nearest_try(&nearest, node->value, field->marks[i].word);
		if (!text_equal(text_of(field->marks[i].word), node->value))
			continue;
		if (*mark)
			tree_problem(source, node, "'%.*s' is given twice", TEXT_ARG(node->value));
		*mark = true;
		return;
	}
	tree_problem(source, node, "unknown word '%.*s' in '%s'%s", TEXT_ARG(node->value), field->key,
	    nearest_says(&nearest, says));
}

void
scalar_marks(const struct source *source, const struct field *field, const struct node *node, void *object)
{
	if (node->kind != NODE_LIST) {
		tree_problem(source, node, "'%s' is a list: %s", field->key, field->says);
		return;
	}
	for (const struct node *child = node->first; child != NULL; child = child->next)
		set_mark(source, field, child, object);
}

/* Digits only, and no leading zero: 010 is eight to some readers and ten to others. */
static bool
read_number(const struct source *source, const struct node *node, uint32_t least, uint32_t most, uint32_t *out)
{
	uint32_t value = 0;

	if (node->kind != NODE_SCALAR || !node->plain || node->value.len == 0)
		goto no_number;
	for (size_t i = 0; i < node->value.len; i++) {
		if (node->value.at[i] < '0' || node->value.at[i] > '9')
			goto no_number;
	}
	if (node->value.len > 1 && node->value.at[0] == '0') {
		tree_problem(source, node, "'%.*s' begins with a zero: write it without", TEXT_ARG(node->value));
		return false;
	}
	for (size_t i = 0; i < node->value.len && value <= most; i++)
		value = value * 10 + (uint32_t)(node->value.at[i] - '0');
	if (value < least || value > most) {
		tree_problem(source, node, "%.*s is not from %u to %u", TEXT_ARG(node->value), least, most);
		return false;
	}
	*out = value;
	return true;
no_number:
	tree_problem(source, node, "not a whole number");
	return false;
}

static bool
read_flag(const struct source *source, const struct node *node)
{
	if (node->kind == NODE_SCALAR && node->plain && text_equal(node->value, TEXT("true")))
		return true;
	if (node->kind != NODE_SCALAR || !node->plain || !text_equal(node->value, TEXT("false")))
		tree_problem(source, node, "neither true nor false");
	return false;
}

static void
read_limit_part(const struct source *source, const struct field *field, const struct node *part, struct limit *limit)
{
	struct nearest nearest = { .distance = SIZE_MAX };
	char says[NEAREST_SAYS_MAX];
	uint32_t count;

	if (text_equal(part->key->value, TEXT("first-day-counts"))) {
		limit->first_day_counts = read_flag(source, part);
		return;
	}
	for (size_t i = 0; i < UNITS; i++) {
		if ((field->units >> units[i].unit & 1) == 0)
			continue;
		nearest_try(&nearest, part->key->value, units[i].word);
		if (!text_equal(text_of(units[i].word), part->key->value))
			continue;
		if (limit->unit != LIMIT_NONE)
			tree_problem(source, part->key, "a limit has one unit");
		limit->unit = units[i].unit;
		if (read_number(source, part, 1, SCALAR_LIMIT_MAX, &count))
			limit->count = (uint16_t)count;
		return;
	}
	limit->unit = LIMIT_CALENDAR_DAYS;
	tree_problem(source, part->key, "'%.*s' is no unit of '%s'%s", TEXT_ARG(part->key->value), field->key,
	    nearest_says(&nearest, says));
}

void
scalar_limit(const struct source *source, const struct field *field, const struct node *node, struct limit *limit)
{
	if (node->kind == NODE_SCALAR && field->none_word != NULL &&
	    text_equal(node->value, text_of(field->none_word))) {
		*limit = (struct limit){ .unit = LIMIT_NONE };
		return;
	}
	if (node->kind == NODE_SCALAR && (field->units & UNIT_BIT(NAMED_DATE)) != 0 &&
	    text_equal(node->value, TEXT("promised"))) {
		*limit = (struct limit){ .unit = LIMIT_NAMED_DATE };
		return;
	}
	if (node->kind != NODE_MAPPING) {
		tree_problem(source, node, "not a limit: write it as {working-days: 10}%s%s",
		    field->none_word != NULL			 ? " or "
		    : (field->units & UNIT_BIT(NAMED_DATE)) != 0 ? " or promised"
								 : "",
		    field->none_word != NULL ? field->none_word : "");
		return;
	}
	for (const struct node *part = node->first; part != NULL; part = part->next)
		read_limit_part(source, field, part, limit);
	if (limit->unit == LIMIT_NONE)
		tree_problem(source, node, "a limit without a unit: write it as {working-days: 10}");
}

static bool
digits(struct text text, size_t at, size_t count, int *out)
{
	*out = 0;
	for (size_t i = at; i < at + count; i++) {
		if (text.at[i] < '0' || text.at[i] > '9')
			return false;
		*out = *out * 10 + (text.at[i] - '0');
	}
	return true;
}

static void
read_date(const struct source *source, const struct node *node, int32_t *out)
{
	struct text value = node->value;
	struct civil_date date;
	int year, month, day;

	if (value.len == 10 && value.at[4] == '-' && value.at[7] == '-' && digits(value, 0, 4, &year) &&
	    digits(value, 5, 2, &month) && digits(value, 8, 2, &day)) {
		date = (struct civil_date){ (int16_t)year, (uint8_t)month, (uint8_t)day };
		if (civil_is_valid(date)) {
			*out = civil_to_days(date);
			return;
		}
	}
	tree_problem(source, node, "'%.*s' is no date: write it as 2024-04-01", TEXT_ARG(value));
}

static void
read_time(const struct source *source, const struct node *node, uint16_t *out)
{
	struct text value = node->value;
	int hour, minute;

	if (value.len == 5 && value.at[2] == ':' && digits(value, 0, 2, &hour) && digits(value, 3, 2, &minute) &&
	    hour < 24 && minute < 60)
		*out = (uint16_t)(hour * 60 + minute);
	else
		tree_problem(source, node, "'%.*s' is no time of day: write it as \"09:00\"", TEXT_ARG(value));
}

static bool
id_is_fit(struct text id)
{
	if (id.len == 0 || id.len > ID_MAX || id.at[0] == '-' || id.at[id.len - 1] == '-')
		return false;
	for (size_t i = 0; i < id.len; i++) {
		if (!(id.at[i] >= 'a' && id.at[i] <= 'z') && !(id.at[i] >= '0' && id.at[i] <= '9') && id.at[i] != '-')
			return false;
	}
	return true;
}

static void
read_text(const struct source *source, struct arena *keep, const struct field *field, const struct node *node,
    struct text *out)
{
	struct text value = node->value;

	if (field->type == FIELD_NAME && find_word(source, field, node) == field->words->count)
		return;
	if (field->type == FIELD_ID && !id_is_fit(value)) {
		tree_problem(source, node, "'%.*s' is no id: lower-case letters, digits and hyphens, at most %d",
		    TEXT_ARG(value), ID_MAX);
		return;
	}
	if (value.len > TEXT_MAX) {
		tree_problem(source, node, "'%s' is longer than %d bytes", field->key, TEXT_MAX);
		return;
	}
	while (value.len > 0 && value.at[value.len - 1] == '\n')
		value.len--;
	*out = arena_text(keep, value);
}

static void
read_months(const struct source *source, const struct field *field, const struct node *node, uint16_t *out)
{
	struct limit limit = { 0 };
	struct field months = *field;

	months.units = UNIT_BIT(MONTHS);
	scalar_limit(source, &months, node, &limit);
	*out = limit.count;
}

static void
read_choice(const struct source *source, const struct field *field, const struct node *node, void *at)
{
	uint32_t number = 0;

	if (field->type == FIELD_NUMBER) {
		if (read_number(source, node, field->least, field->most, &number))
			scalar_store(at, field->size, number);
		return;
	}
	number = find_word(source, field, node);
	if (number < field->words->count)
		scalar_store(at, field->size, number);
}

void
scalar_read(
    const struct source *source, struct arena *keep, const struct field *field, const struct node *node, void *at)
{
	switch (field->type) {
	case FIELD_LIMIT:
		scalar_limit(source, field, node, at);
		return;
	case FIELD_MONTHS:
		read_months(source, field, node, at);
		return;
	case FIELD_WORDS:
		scalar_store(at, field->size, scalar_bits(source, field, node));
		return;
	default:
		break;
	}
	if (!scalar_is_word(source, field, node))
		return;
	if (field->type == FIELD_FLAG)
		*(bool *)at = read_flag(source, node);
	else if (field->type == FIELD_DATE)
		read_date(source, node, at);
	else if (field->type == FIELD_TIME)
		read_time(source, node, at);
	else if (field->type == FIELD_TEXT || field->type == FIELD_ID || field->type == FIELD_NAME)
		read_text(source, keep, field, node, at);
	else
		read_choice(source, field, node, at);
}
