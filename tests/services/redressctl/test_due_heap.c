#include <criterion/criterion.h>
#include <stdlib.h>

#include "redressctl/due_heap.h"

enum { ENTRIES = 3000 };

Test(due_heap, nothing_is_due_of_nothing)
{
	struct due_heap heap = { 0 };
	struct due_entry entry;

	cr_expect_not(due_heap_take(&heap, INSTANT_FAR, &entry));
	due_heap_free(&heap);
}

/* Whatever was added up to then, in order of time, each once, and nothing later. */
Test(due_heap, takes_what_is_due_the_earliest_first)
{
	static bool taken[ENTRIES];
	static struct instant at[ENTRIES];
	struct due_heap heap = { 0 };
	struct due_entry entry;
	size_t count = 0;

	srandom(7);
	for (int i = 0; i < ENTRIES; i++) {
		at[i] = (struct instant){ random() % 1000 };
		due_heap_add(&heap, at[i], &at[i]);
		/* Now and then something is taken in between. */
		if (i % 10 == 0 && due_heap_take(&heap, INSTANT_FAR, &entry)) {
			cr_assert_not(taken[(struct instant *)entry.what - at]);
			taken[(struct instant *)entry.what - at] = true;
			for (int j = 0; j <= i; j++)
				cr_assert(taken[j] || !instant_before(at[j], entry.at));
			count++;
		}
	}
	for (int64_t to = -1; to <= 1000; to += 7) {
		struct instant before = INSTANT_NONE;

		while (due_heap_take(&heap, (struct instant){ to }, &entry)) {
			struct instant *what = entry.what;

			cr_assert(instant_equal(entry.at, *what));
			cr_assert_not(taken[what - at]);
			cr_assert_leq(entry.at.us, to);
			cr_assert_leq(before.us, entry.at.us);
			before = entry.at;
			taken[what - at] = true;
			count++;
		}
		for (int i = 0; i < ENTRIES; i++)
			cr_assert_eq(taken[i] || at[i].us > to, true);
	}
	cr_expect_eq(count, ENTRIES);
	due_heap_free(&heap);
}
