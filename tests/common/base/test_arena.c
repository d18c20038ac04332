#include <criterion/criterion.h>

#include "base/arena.h"
#include "base/error.h"

Test(arena, keeps_what_was_put_in_across_blocks)
{
	struct arena arena = { 0 };
	char *kept[300];

	for (int i = 0; i < 300; i++)
		kept[i] = arena_printf(&arena, "%d-%0*d", i, 1000, 7);
	for (int i = 0; i < 300; i++)
		cr_assert_eq(atoi(kept[i]), i);
	cr_assert_gt(arena.total, 300 * 1000);
	arena_reset(&arena);
	cr_assert_leq(arena.total, 64 * 1024);
	arena_free(&arena);
}

Test(arena, memory_is_zeroed_and_aligned_after_reset)
{
	struct arena arena = { 0 };
	unsigned char *first = arena_alloc(&arena, 33);

	memset(first, 0xff, 33);
	arena_reset(&arena);
	first = arena_alloc(&arena, 33);
	for (int i = 0; i < 33; i++)
		cr_assert_eq(first[i], 0);
	cr_assert_eq((uintptr_t)arena_alloc(&arena, 1) % 16, 0);
	arena_free(&arena);
}

Test(error, says_what_where_and_is_false)
{
	struct error error = { 0 };

	cr_assert_not(error_set_field(&error, ERROR_INVALID, "data.stage", "stage %d: the pack has stages 1 to 2", 3));
	cr_assert_str_eq(error.field, "data.stage");
	cr_assert_str_eq(error.text, "stage 3: the pack has stages 1 to 2");
	cr_assert_str_eq(error_code_name(error.code), "invalid");
	cr_assert_not(error_set(NULL, ERROR_INTERNAL, "no one listens"));
}
