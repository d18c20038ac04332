#include <criterion/criterion.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "redressctl/keys.h"
#include "wire/seal.h"

Test(keys, a_secret_is_made_once_and_for_its_owner_alone)
{
	char folder[] = "/tmp/redress-keys-XXXXXX";
	struct arena arena = { 0 };
	struct error error = { 0 };
	const char *path, *first, *second;
	uint8_t master[SEAL_KEY_BYTES];
	struct stat status;
	bool made;

	cr_assert_not_null(mkdtemp(folder));
	cr_assert(seal_start(&error));
	cr_assert(keys_folder(arena_printf(&arena, "%s/a/b", folder), &error), "%s", error.text);
	path = arena_printf(&arena, "%s/a/b/master.key", folder);
	cr_assert(keys_secret(path, &arena, &first, &made, &error), "%s", error.text);
	cr_assert(made);
	cr_assert(seal_master_parse(text_of(first), master, &error), "%s", error.text);
	cr_assert_eq(stat(path, &status), 0);
	cr_assert_eq(status.st_mode & 0777, 0600);
	cr_assert(keys_secret(path, &arena, &second, &made, &error), "%s", error.text);
	cr_assert_not(made);
	cr_assert_str_eq(first, second);
	cr_assert_eq(system(arena_printf(&arena, "test $(ls %s/a/b | wc -l) = 1 && rm -r %s", folder, folder)), 0);
	arena_free(&arena);
}
