#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "redressctl/demo/assumptions.h"

#define COMMITTED REDRESS_SOURCE_DIR "/deploy/demo/assumptions.json"

static struct arena arena;

static json_t *
committed(void)
{
	json_t *root = json_load_file(COMMITTED, 0, NULL);

	cr_assert_not_null(root);
	return root;
}

/* Reads `root` from a file, and frees it. */
static bool
read_changed(json_t *root, struct error *error)
{
	char path[] = "/tmp/redress-assumptions-XXXXXX";
	struct assumptions assumptions;
	int file = mkstemp(path);
	bool ok;

	cr_assert_geq(file, 0);
	close(file);
	cr_assert_eq(json_dump_file(root, path, 0), 0);
	json_decref(root);
	ok = assumptions_read(path, &arena, &assumptions, error);
	unlink(path);
	return ok;
}

Test(assumptions, the_committed_file_is_whole)
{
	struct assumptions assumptions;
	struct error error = { 0 };

	cr_assert(assumptions_read(COMMITTED, &arena, &assumptions, &error), "%s: %s", error.field, error.text);
	cr_assert_eq(assumptions.homes, 12000);
	cr_assert_eq(assumptions.categories.count, 10);
	cr_assert_eq(assumptions.months.count, 12);
	arena_free(&arena);
}

Test(assumptions, each_must_say_why)
{
	json_t *root = committed();
	struct error error = { 0 };

	json_object_set_new(json_object_get(root, "upheld"), "why", json_string(""));
	cr_assert_not(read_changed(root, &error));
	cr_assert_str_eq(error.field, "upheld");
	arena_free(&arena);
}

Test(assumptions, what_is_missing_misspelt_or_out_of_bounds_is_named)
{
	struct error error = { 0 };
	json_t *root = committed();

	json_object_del(root, "survey");
	cr_assert_not(read_changed(root, &error));
	cr_assert_str_eq(error.field, "survey");

	root = committed();
	json_object_set_new(json_object_get(root, "escalated"), "value", json_real(1.5));
	cr_assert_not(read_changed(root, &error));
	cr_assert_str_eq(error.field, "escalated");

	root = committed();
	json_array_remove(json_object_get(json_object_get(root, "months"), "value"), 0);
	cr_assert_not(read_changed(root, &error));
	cr_assert_str_eq(error.field, "months");

	root = committed();
	json_object_set_new(root, "upheldd", json_pack("{s:f, s:s}", "value", 0.5, "why", "a slip"));
	cr_assert_not(read_changed(root, &error));
	arena_free(&arena);
}
