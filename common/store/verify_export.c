#include <stdio.h>
#include <stdlib.h>

#include "store/segment.h"
#include "store/verifier.h"
#include "store_sql.h"

enum {
	PAGE_ROWS = 1000,
	COLUMNS = 13,
};

/* What is done with the rows of a database, and then with the heads of its chains. */
struct sink {
	void (*row)(void *to, const struct event *event, struct bytes hash);
	void (*head)(void *to, uint32_t landlord_id, uint64_t position, struct bytes hash);
	void *to;
};

static bool
row_event(const struct rows *rows, size_t i, struct event *event, struct error *error)
{
	*event = (struct event){
		.position = (uint64_t)rows_int(rows, i, 0),
		.cause = (uint64_t)rows_int(rows, i, 1),
		.landlord_id = (uint32_t)rows_int(rows, i, 2),
		.type = rows_text(rows, i, 4),
		.source = rows_text(rows, i, 5),
		.id = rows_text(rows, i, 6),
		.case_ref = rows_text(rows, i, 7),
		.occurred_at = rows_instant(rows, i, 8),
		.said_at = rows_instant(rows, i, 9),
		.body = rows_bytea(rows, i, 10),
		.traceparent = rows_text(rows, i, 11),
	};
	if (speaker_from_name(rows_text(rows, i, 3), &event->speaker))
		return true;
	return error_set(error, ERROR_INVALID, "row %llu: no speaker is called %.*s",
	    (unsigned long long)event->position, TEXT_ARG(rows_text(rows, i, 3)));
}

/* Feeds rows up to `head`, page by page. */
static bool
feed_rows(struct store *store, int64_t landlord_id, uint64_t head, const struct sink *sink, struct error *error)
{
	struct arena arena = { 0 };
	uint64_t from = 1;
	bool good = true;

	while (good && from <= head) {
		struct params params = params_new(&arena);
		struct rows rows;

		params_int8(&params, (int64_t)from);
		params_int8(&params, (int64_t)head);
		params_int4(&params, (int32_t)landlord_id);
		params_int8(&params, PAGE_ROWS);
		good = store_query(store, SQL_READ_CHAIN, &params, &arena, &rows, error);
		for (size_t i = 0; good && i < rows.count; i++) {
			struct event event;

			good = row_event(&rows, i, &event, error);
			if (good)
				sink->row(sink->to, &event, rows_bytea(&rows, i, 12));
			from = event.position + 1;
		}
		if (good && rows.count < PAGE_ROWS)
			break;
		arena_reset(&arena);
	}
	arena_free(&arena);
	return good;
}

/* The heads are read first: rows appended meanwhile are beyond them. */
static bool
feed(struct store *store, int64_t landlord_id, const struct sink *sink, uint64_t *head, struct error *error)
{
	struct arena arena = { 0 };
	struct rows heads;
	bool good = store_query(store, SQL_READ_CHAIN_HEADS, NULL, &arena, &heads, error);

	if (good && heads.count == 0)
		good = error_set(error, ERROR_INTERNAL, "the database has no log: its migrations are not applied");
	if (good) {
		*head = (uint64_t)rows_int(&heads, 0, 0);
		good = feed_rows(store, landlord_id, *head > INT64_MAX - 1 ? 0 : *head, sink, error);
	}
	for (size_t i = 0; good && i < heads.count; i++) {
		if (rows_is_null(&heads, i, 1) || (landlord_id >= 0 && rows_int(&heads, i, 1) != landlord_id))
			continue;
		sink->head(sink->to, (uint32_t)rows_int(&heads, i, 1), (uint64_t)rows_int(&heads, i, 2),
		    rows_bytea(&heads, i, 3));
	}
	arena_free(&arena);
	return good;
}

static void
check_row(void *to, const struct event *event, struct bytes hash)
{
	verifier_row(to, event, hash);
}

static void
check_head(void *to, uint32_t landlord_id, uint64_t position, struct bytes hash)
{
	verifier_head(to, landlord_id, position, hash);
}

bool
verify_database(struct store *store, struct verify_report *report, struct error *error)
{
	struct verifier verifier;
	const struct sink sink = { check_row, check_head, &verifier };
	uint64_t head = 0;
	bool good;

	verifier_begin(&verifier, true, report);
	good = feed(store, -1, &sink, &head, error);
	if (good)
		verifier_end(&verifier, head);
	verifier_free(&verifier);
	return good;
}

static void
write_text(FILE *to, struct text text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (c == '\t')
			fputs("\\t", to);
		else if (c == '\n')
			fputs("\\n", to);
		else if (c == '\r')
			fputs("\\r", to);
		else if (c == '\\')
			fputs("\\\\", to);
		else
			fputc(c, to);
	}
	fputc('\t', to);
}

static void
write_hex(FILE *to, struct bytes bytes, char after)
{
	fputs("\\\\x", to);
	for (size_t i = 0; i < bytes.len; i++)
		fprintf(to, "%02x", bytes.at[i]);
	fputc(after, to);
}

static void
write_row(void *arg, const struct event *event, struct bytes hash)
{
	FILE *to = arg;

	fprintf(to, "%llu\t%llu\t%u\t", (unsigned long long)event->position, (unsigned long long)event->cause,
	    event->landlord_id);
	write_text(to, text_of(speaker_name(event->speaker)));
	write_text(to, event->type);
	write_text(to, event->source);
	write_text(to, event->id);
	write_text(to, event->case_ref);
	fprintf(to, "%lld\t%lld\t", (long long)event->occurred_at.us, (long long)event->said_at.us);
	write_hex(to, event->body, '\t');
	write_text(to, event->traceparent);
	write_hex(to, hash, '\n');
}

static void
write_head(void *arg, uint32_t landlord_id, uint64_t position, struct bytes hash)
{
	FILE *to = arg;

	fprintf(to, "\\head\t%u\t%llu\t", landlord_id, (unsigned long long)position);
	write_hex(to, hash, '\n');
}

bool
verify_write_export(struct store *store, int64_t landlord_id, FILE *to, struct error *error)
{
	const struct sink sink = { write_row, write_head, to };
	uint64_t head = 0;

	if (landlord_id < 0)
		fputs("redress-log 1 *\n", to);
	else
		fprintf(to, "redress-log 1 %lld\n", (long long)landlord_id);
	if (!feed(store, landlord_id, &sink, &head, error))
		return false;
	fprintf(to, "\\end\t%llu\n", (unsigned long long)head);
	if (fflush(to) != 0 || ferror(to))
		return error_set(error, ERROR_UNAVAILABLE, "the export cannot be written");
	return true;
}

/* Splits at tabs, in place, and takes the escapes away. Returns how many fields there are, at most `most`. */
static size_t
split_line(char *line, size_t length, struct text *fields, size_t most)
{
	size_t count = 0;
	char *to = line;

	fields[0] = (struct text){ line, 0 };
	for (const char *from = line; from < line + length; from++) {
		if (*from == '\t') {
			fields[count].len = (size_t)(to - fields[count].at);
			if (++count == most)
				return most + 1;
			fields[count].at = to;
		} else if (*from == '\\' && from + 1 < line + length) {
			from++;
			*to++ = *from == 't' ? '\t' : *from == 'n' ? '\n' : *from == 'r' ? '\r' : *from;
		} else
			*to++ = *from;
	}
	fields[count].len = (size_t)(to - fields[count].at);
	return count + 1;
}

static bool
read_number(struct text field, int64_t *number)
{
	char digits[24];
	char *end;

	if (field.len == 0 || field.len >= sizeof(digits))
		return false;
	memcpy(digits, field.at, field.len);
	digits[field.len] = '\0';
	*number = strtoll(digits, &end, 10);
	return *end == '\0';
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* `\x...` to bytes, over itself. */
static bool
read_hex(struct text field, struct bytes *bytes)
{
	uint8_t *to = (uint8_t *)(uintptr_t)field.at;

	if (field.len < 2 || field.len % 2 != 0 || memcmp(field.at, "\\x", 2) != 0)
		return false;
	*bytes = (struct bytes){ to, field.len / 2 - 1 };
	for (size_t i = 2; i < field.len; i += 2) {
		int high = hex_digit(field.at[i]);
		int low = hex_digit(field.at[i + 1]);

		if (high < 0 || low < 0)
			return false;
		*to++ = (uint8_t)(high << 4 | low);
	}
	return true;
}

static bool
read_row(char *line, size_t length, struct event *event, struct bytes *hash)
{
	struct text fields[COLUMNS];
	int64_t numbers[5];

	if (split_line(line, length, fields, COLUMNS) != COLUMNS)
		return false;
	if (!read_number(fields[0], &numbers[0]) || !read_number(fields[1], &numbers[1]) ||
	    !read_number(fields[2], &numbers[2]) || !read_number(fields[8], &numbers[3]) ||
	    !read_number(fields[9], &numbers[4]) || numbers[0] < 1 || numbers[1] < 1 || numbers[2] < 0)
		return false;
	*event = (struct event){
		.position = (uint64_t)numbers[0],
		.cause = (uint64_t)numbers[1],
		.landlord_id = (uint32_t)numbers[2],
		.type = fields[4],
		.source = fields[5],
		.id = fields[6],
		.case_ref = fields[7],
		.occurred_at = { numbers[3] },
		.said_at = { numbers[4] },
		.traceparent = fields[11],
	};
	return speaker_from_name(fields[3], &event->speaker) && read_hex(fields[10], &event->body) &&
	       read_hex(fields[12], hash);
}

/* `head<tab>...` and `end<tab>...`, after their backslash. */
static bool
read_tail(struct verifier *verifier, char *line, size_t length, bool *ended)
{
	struct text fields[4];
	size_t count = split_line(line, length, fields, 4);
	struct bytes hash;
	int64_t first;
	int64_t second;

	if (count < 2 || !read_number(fields[1], &first) || first < 0)
		return false;
	if (count == 2 && text_equal(fields[0], TEXT("end"))) {
		verifier_end(verifier, (uint64_t)first);
		*ended = true;
		return true;
	}
	if (count != 4 || !text_equal(fields[0], TEXT("head")) || !read_number(fields[2], &second) ||
	    !read_hex(fields[3], &hash))
		return false;
	verifier_head(verifier, (uint32_t)first, (uint64_t)second, hash);
	return true;
}

bool
verify_export(FILE *from, struct verify_report *report, struct error *error)
{
	static const char header[] = "redress-log 1 ";
	struct verifier verifier;
	char *line = NULL;
	size_t capacity = 0;
	ssize_t length = getline(&line, &capacity, from);
	bool ended = false;
	bool good = length > (ssize_t)sizeof(header) - 1 && memcmp(line, header, sizeof(header) - 1) == 0;
	unsigned long long number = 1;

	verifier_begin(&verifier, good && line[sizeof(header) - 1] == '*', report);
	while (good && !ended && (length = getline(&line, &capacity, from)) > 0) {
		struct event event;
		struct bytes hash;

		number++;
		if (line[length - 1] == '\n')
			length--;
		if (line[0] == '\\')
			good = read_tail(&verifier, line + 1, (size_t)length - 1, &ended);
		else if ((good = read_row(line, (size_t)length, &event, &hash)))
			verifier_row(&verifier, &event, hash);
	}
	free(line);
	verifier_free(&verifier);
	if (!good)
		return error_set(error, ERROR_INVALID, "line %llu of the export cannot be read", number);
	return ended || error_set(error, ERROR_INVALID, "the export is cut off after line %llu", number);
}
