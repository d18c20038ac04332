#include <criterion/criterion.h>

#include <unistd.h>

#include "runtime/settings.h"

static const struct setting common[] = {
	{ .name = "REDRESS_DATABASE", .kind = SETTING_SECRET, .required = true, .help = "Where." },
	{ .name = "REDRESS_LOG_LEVEL",
	    .kind = SETTING_CHOICE,
	    .fallback = "info",
	    .choices = "debug info",
	    .help = "L." },
	{ .name = NULL },
};
static const struct setting own[] = {
	{ .name = "REDRESS_LISTEN", .kind = SETTING_ADDRESS, .fallback = "127.0.0.1:8440", .help = "H." },
	{ .name = "REDRESS_BUS", .kind = SETTING_ENDPOINT, .fallback = "tcp://127.0.0.1:1", .help = "B." },
	{ .name = "REDRESS_PORT", .kind = SETTING_PORT, .help = "P." },
	{ .name = "REDRESS_COUNT", .kind = SETTING_NUMBER, .fallback = "7", .least = 1, .most = 10, .help = "N." },
	{ .name = "REDRESS_WAIT",
	    .kind = SETTING_DURATION,
	    .fallback = "10s",
	    .least = 1,
	    .most = 60000,
	    .help = "W." },
	{ .name = "REDRESS_DEMO", .kind = SETTING_BOOL, .fallback = "no", .help = "D." },
	{ .name = "REDRESS_DIR", .kind = SETTING_PATH, .help = "F." },
	{ .name = NULL },
};
static const struct setting *const tables[] = { common, own, NULL };

static bool
read_these(struct settings *settings, struct text *complaints, const char *a, const char *b, const char *c)
{
	static char buffers[3][256];
	char *environment[] = { buffers[0], buffers[1], buffers[2], NULL };

	snprintf(buffers[0], 256, "%s", a);
	snprintf(buffers[1], 256, "%s", b);
	snprintf(buffers[2], 256, "%s", c);
	return settings_read(settings, tables, environment, complaints);
}

Test(settings, fall_back_and_are_typed)
{
	struct settings settings;
	struct text complaints;

	cr_assert(
	    read_these(&settings, &complaints, "REDRESS_DATABASE=dbname=x", "REDRESS_WAIT=250ms", "REDRESS_DEMO=on"));
	cr_assert_str_eq(settings_text(&settings, "REDRESS_DATABASE"), "dbname=x");
	cr_assert_str_eq(settings_text(&settings, "REDRESS_LOG_LEVEL"), "info");
	cr_assert_eq(settings_number(&settings, "REDRESS_COUNT"), 7);
	cr_assert_eq(settings_milliseconds(&settings, "REDRESS_WAIT"), 250);
	cr_assert(settings_flag(&settings, "REDRESS_DEMO"));
	cr_assert_not(settings_is_set(&settings, "REDRESS_DIR"));
	cr_assert_null(settings_text(&settings, "REDRESS_PORT"));
	settings_free(&settings);
	/* Empty is as if not there. */
	cr_assert(read_these(&settings, &complaints, "REDRESS_DATABASE=x", "REDRESS_COUNT=", "X=y"));
	cr_assert_eq(settings_number(&settings, "REDRESS_COUNT"), 7);
	settings_free(&settings);
}

Test(settings, complain_of_everything_at_once)
{
	struct settings settings;
	struct text complaints;

	cr_assert_not(
	    read_these(&settings, &complaints, "REDRESS_COUNT=11", "REDRESS_BUS=localhost", "REDRESS_PORT=70000"));
	cr_assert_str_eq(complaints.at, "REDRESS_DATABASE is required\n"
					"REDRESS_BUS wants tcp://host:port or ipc://path\n"
					"REDRESS_PORT wants a port, 0 to 65535\n"
					"REDRESS_COUNT wants 1 to 10\n");
	settings_free(&settings);
}

Test(settings, refuse_what_is_not_of_their_kind)
{
	static const char *const bad[] = { "REDRESS_LOG_LEVEL=inf", "REDRESS_LOG_LEVEL=debug info",
		"REDRESS_LISTEN=host", "REDRESS_LISTEN=host:70000", "REDRESS_COUNT=-1", "REDRESS_COUNT=3x",
		"REDRESS_COUNT= 3", "REDRESS_COUNT=99999999999999999999", "REDRESS_WAIT=10", "REDRESS_WAIT=10 s",
		"REDRESS_WAIT=2m1s", "REDRESS_WAIT=9223372036854775807d", "REDRESS_WAIT=61s", "REDRESS_DEMO=maybe" };
	struct settings settings;
	struct text complaints;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		cr_assert_not(read_these(&settings, &complaints, "REDRESS_DATABASE=x", bad[i], "A=b"), "%s", bad[i]);
		settings_free(&settings);
	}
}

Test(settings, come_from_files_too)
{
	char path[] = "/tmp/redress-settings-XXXXXX", line[64];
	int fd = mkstemp(path);
	struct settings settings;
	struct text complaints;

	cr_assert_eq(write(fd, "host=db password=x y\n", 21), 21);
	snprintf(line, sizeof(line), "REDRESS_DATABASE_FILE=%s", path);
	cr_assert(read_these(&settings, &complaints, line, "A=b", "A=b"));
	cr_assert_str_eq(settings_text(&settings, "REDRESS_DATABASE"), "host=db password=x y");
	settings_free(&settings);
	cr_assert_not(read_these(&settings, &complaints, line, "REDRESS_DATABASE=y", "A=b"));
	cr_assert_str_eq(complaints.at, "REDRESS_DATABASE is given twice: as itself and as _FILE\n");
	settings_free(&settings);
	close(fd);
	unlink(path);
	cr_assert_not(read_these(&settings, &complaints, line, "A=b", "A=b"));
	cr_assert_neq(strstr(complaints.at, "No such file"), NULL);
	settings_free(&settings);
}

Test(settings, help_shows_every_row)
{
	char *text = NULL;
	size_t size = 0;
	FILE *to = open_memstream(&text, &size);

	settings_help(to, "toy", "plays", tables);
	fclose(to);
	for (size_t i = 0; tables[i] != NULL; i++)
		for (const struct setting *setting = tables[i]; setting->name != NULL; setting++)
			cr_assert_neq(strstr(text, setting->name), NULL);
	cr_assert_neq(strstr(text, "default: 127.0.0.1:8440"), NULL);
	free(text);
}
