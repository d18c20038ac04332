/* The two things measured. Both write lines of rounds_print() to `speeds`. */
#ifndef REDRESS_TESTS_BENCH_BENCH_H
#define REDRESS_TESTS_BENCH_BENCH_H

#include <stdio.h>

#include "pack/books.h"

/* Dates by the calendar of England and Wales, counted from the same starts that `rows` then lists for others to count:
 * `limit,unit,count,from,due,last_day`, times in seconds since 1970, due -1 and last_day empty where the calendar ends
 * first. */
bool bench_deadlines(struct books *books, unsigned starts, int rounds, FILE *rows, FILE *speeds, struct error *error);
/* `days` of the demo landlord's facts through the simulator. */
bool bench_facts(struct books *books, unsigned days, int rounds, FILE *speeds, struct error *error);

#endif
