/* How fast the core is on one processor: redress-bench FOLDER [STARTS [DAYS [ROUNDS]]] writes rows.csv and speeds.csv
 * there.
 */
#include "bench/bench.h"

#include <stdlib.h>

#include "bench/rounds.h"
#include "redressctl/stock.h"
#include "wire/seal.h"

enum {
	STARTS = 300,
	DAYS = 365,
	ROUNDS = 5,
};

static unsigned
number(int argc, char **argv, int at, unsigned otherwise)
{
	return argc > at ? (unsigned)strtoul(argv[at], NULL, 10) : otherwise;
}

static bool
measure(int argc, char **argv, struct arena *arena, struct error *error)
{
	static const struct stock_folders folders = { REDRESS_SOURCE_DIR "/deploy/policies",
		REDRESS_SOURCE_DIR "/deploy/calendars" };
	unsigned rounds = number(argc, argv, 4, ROUNDS);
	FILE *rows = fopen(arena_printf(arena, "%s/rows.csv", argv[1]), "we");
	FILE *speeds = fopen(arena_printf(arena, "%s/speeds.csv", argv[1]), "we");
	struct books *books = seal_start(error) ? stock_open(&folders, arena, error) : NULL;
	bool good = books != NULL;

	if (rows == NULL || speeds == NULL)
		return error_set(error, ERROR_UNAVAILABLE, "%s cannot be written to", argv[1]);
	if (rounds < 1 || rounds > ROUNDS_MAX)
		return error_set(error, ERROR_INVALID, "1 to %d rounds", ROUNDS_MAX);
	good = good && bench_deadlines(books, number(argc, argv, 2, STARTS), (int)rounds, rows, speeds, error) &&
	       bench_facts(books, number(argc, argv, 3, DAYS), (int)rounds, speeds, error);
	books_free(books);
	return (fclose(rows) == 0) & (fclose(speeds) == 0) & good;
}

int
main(int argc, char **argv)
{
	struct arena arena = { 0 };
	struct error error = { 0 };
	bool good;

	if (argc < 2) {
		fputs("redress-bench FOLDER [STARTS [DAYS [ROUNDS]]]\n", stderr);
		return 2;
	}
	good = measure(argc, argv, &arena, &error);
	if (!good)
		fprintf(stderr, "redress-bench: %s\n", error.text);
	arena_free(&arena);
	return good ? 0 : 1;
}
