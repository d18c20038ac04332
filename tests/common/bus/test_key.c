#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bus/bus.h"
#include "bus/key.h"

static char *
folder(void)
{
	static char name[] = "/tmp/redress-key-XXXXXX";

	cr_assert_not_null(mkdtemp(name));
	return name;
}

Test(key, is_kept_in_files_that_only_the_owner_reads)
{
	struct arena arena = { 0 };
	char *path = arena_printf(&arena, "%s/cell", folder());
	struct bus_key made, loaded;
	char public_key[BUS_KEY_CHARS + 1];
	struct error error = { 0 };
	struct stat stat_;

	cr_assert(bus_key_load_or_make(path, &made, &error), "%s", error.text);
	cr_assert(bus_key_load_or_make(path, &loaded, &error), "%s", error.text);
	cr_assert_str_eq(made.public_key, loaded.public_key);
	cr_assert_str_eq(made.secret_key, loaded.secret_key);
	cr_assert_eq(stat(path, &stat_), 0);
	cr_assert_eq(stat_.st_mode & 0777, 0600);
	cr_assert(bus_key_load_public(arena_printf(&arena, "%s.pub", path), public_key, &error), "%s", error.text);
	cr_assert_str_eq(public_key, made.public_key);
	cr_assert_not(bus_key_store(path, &made, &error));
	cr_assert_eq(error.code, ERROR_CONFLICT);
	arena_free(&arena);
}

Test(key, that_others_may_read_is_refused)
{
	struct arena arena = { 0 };
	char *path = arena_printf(&arena, "%s/cell", folder());
	struct bus_key key;
	struct error error = { 0 };

	cr_assert(bus_key_load_or_make(path, &key, &error));
	for (mode_t mode = 0604; mode <= 0640; mode += 0034) {
		cr_assert_eq(chmod(path, mode), 0);
		cr_assert_not(bus_key_load_or_make(path, &key, &error));
		cr_assert_eq(error.code, ERROR_FORBIDDEN);
		cr_assert_not_null(strstr(error.text, "chmod 600"), "%s", error.text);
	}
	arena_free(&arena);
}

Test(key, that_is_none_is_told_apart)
{
	struct arena arena = { 0 };
	char *path = arena_printf(&arena, "%s/cell", folder());
	struct bus_key key;
	struct error error = { 0 };
	FILE *file = fopen(path, "w");

	fputs("not forty characters\n", file);
	fclose(file);
	chmod(path, 0600);
	cr_assert_not(bus_key_load_or_make(path, &key, &error));
	cr_assert_eq(error.code, ERROR_INVALID);
	cr_assert_not(bus_key_load("/nowhere/at/all", &key, &error));
	cr_assert_eq(error.code, ERROR_NOT_FOUND);
	cr_assert_not(bus_key_is_z85(TEXT("0123456789012345678901234567890123456789,")));
	cr_assert_not(bus_key_is_z85(TEXT("012345678901234567890123456789012345678 ")));
	cr_assert(bus_key_is_z85(TEXT("0123456789012345678901234567890123456789")));
	arena_free(&arena);
}

/* Five daemons start for the first time at once: one key. */
Test(key, is_made_once_by_many)
{
	struct arena arena = { 0 };
	char *path = arena_printf(&arena, "%s/cell", folder());
	int results[2];
	char seen[16][BUS_KEY_CHARS];

	cr_assert_eq(pipe(results), 0);
	for (int i = 0; i < 16; i++) {
		if (fork() == 0) {
			struct bus_key key;

			if (!bus_key_load_or_make(path, &key, NULL))
				_exit(1);
			_exit(write(results[1], key.public_key, BUS_KEY_CHARS) != BUS_KEY_CHARS);
		}
	}
	for (int i = 0; i < 16; i++) {
		int status;

		cr_assert_gt(wait(&status), 0);
		cr_assert_eq(status, 0);
	}
	cr_assert_eq(read(results[0], seen, sizeof(seen)), (ssize_t)sizeof(seen));
	for (int i = 1; i < 16; i++)
		cr_assert_eq(memcmp(seen[0], seen[i], BUS_KEY_CHARS), 0);
	arena_free(&arena);
}

Test(user, is_told_in_one_word_and_read_back)
{
	struct arena arena = { 0 };
	struct bus_user user = { 4294967295, TEXT("https://crm.example/a/b"), TEXT("0123456789abcdef") }, back;
	const char *bad[] = { "", "1", "1/a", "/a/b", "x/a/b", "4294967296/a/b", "99999999999/a/b" };

	cr_assert(bus_user_parse(text_of(bus_user_format(&user, &arena)), &back));
	cr_assert_eq(back.landlord_id, user.landlord_id);
	cr_assert(text_equal(back.source, user.source));
	cr_assert(text_equal(back.key, user.key));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		cr_assert_not(bus_user_parse(text_of(bad[i]), &back), "%s", bad[i]);
	arena_free(&arena);
}
