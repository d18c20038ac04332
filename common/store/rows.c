#include "store/rows.h"

#include <stdlib.h>

#include "store/connection.h"

static const int64_t epoch_us = INT64_C(946684800000000);

void
rows_copy(const PGresult *result, struct arena *arena, struct rows *rows)
{
	size_t count = (size_t)PQntuples(result);
	size_t columns = (size_t)PQnfields(result);
	struct row_cell *cells = arena_array(arena, count * columns + 1, sizeof(*cells));
	const char *affected = PQcmdTuples((PGresult *)(uintptr_t)result);

	for (size_t i = 0; i < count * columns; i++) {
		int row = (int)(i / columns);
		int column = (int)(i % columns);
		struct text value;

		if (PQgetisnull(result, row, column))
			continue;
		value = (struct text){ PQgetvalue(result, row, column), (size_t)PQgetlength(result, row, column) };
		cells[i].at = (const uint8_t *)arena_string(arena, value);
		cells[i].len = value.len;
	}
	*rows = (struct rows){
		.count = count,
		.columns = columns,
		.cells = cells,
		.affected = strtoull(affected, NULL, 10),
	};
}

static const struct row_cell *
cell(const struct rows *rows, size_t row, size_t column)
{
	if (row >= rows->count || column >= rows->columns)
		abort();
	return &rows->cells[row * rows->columns + column];
}

bool
rows_is_null(const struct rows *rows, size_t row, size_t column)
{
	return cell(rows, row, column)->at == NULL;
}

bool
rows_bool(const struct rows *rows, size_t row, size_t column)
{
	const struct row_cell *value = cell(rows, row, column);

	if (value->at == NULL)
		return false;
	if (value->len != 1)
		abort();
	return value->at[0] != 0;
}

int64_t
rows_int(const struct rows *rows, size_t row, size_t column)
{
	const struct row_cell *value = cell(rows, row, column);
	uint64_t number = 0;

	if (value->at == NULL)
		return 0;
	for (size_t i = 0; i < value->len; i++)
		number = number << 8 | value->at[i];
	switch (value->len) {
	case 2:
		return (int16_t)number;
	case 4:
		return (int32_t)number;
	case 8:
		return (int64_t)number;
	default:
		abort();
	}
}

struct text
rows_text(const struct rows *rows, size_t row, size_t column)
{
	const struct row_cell *value = cell(rows, row, column);

	return (struct text){ (const char *)value->at, value->len };
}

struct bytes
rows_bytea(const struct rows *rows, size_t row, size_t column)
{
	const struct row_cell *value = cell(rows, row, column);

	return (struct bytes){ value->at, value->len };
}

struct instant
rows_instant(const struct rows *rows, size_t row, size_t column)
{
	int64_t us;

	if (rows_is_null(rows, row, column))
		return INSTANT_NONE;
	us = rows_int(rows, row, column);
	if (us == INT64_MAX || us == INT64_MIN)
		return (struct instant){ us };
	return (struct instant){ us + epoch_us };
}
