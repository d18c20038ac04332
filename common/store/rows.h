/* What a statement gave back, in an arena. Getters abort on a row, column or width that is not there: the SQL is ours.
 */
#ifndef REDRESS_STORE_ROWS_H
#define REDRESS_STORE_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "domain/instant.h"

struct row_cell {
	const uint8_t *at; /* NULL for SQL's NULL; else followed by a NUL byte that does not count */
	size_t len;
};

struct rows {
	size_t count;
	size_t columns;
	const struct row_cell *cells;
	uint64_t affected; /* rows written by INSERT, UPDATE, DELETE */
};

bool rows_is_null(const struct rows *rows, size_t row, size_t column);
/* NULL gives false, 0, an empty text or INSTANT_NONE. */
bool rows_bool(const struct rows *rows, size_t row, size_t column);
/* int2, int4 and int8 alike. */
int64_t rows_int(const struct rows *rows, size_t row, size_t column);
struct text rows_text(const struct rows *rows, size_t row, size_t column);
struct bytes rows_bytea(const struct rows *rows, size_t row, size_t column);
/* timestamptz; infinity gives INSTANT_FAR, -infinity INSTANT_NONE. */
struct instant rows_instant(const struct rows *rows, size_t row, size_t column);

#endif
