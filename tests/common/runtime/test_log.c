#include <criterion/criterion.h>

#include <fcntl.h>
#include <jansson.h>
#include <math.h>
#include <unistd.h>

#include "runtime/log.h"

static json_t *
parse(const char *line, size_t len)
{
	json_error_t error;
	json_t *object = json_loadb(line, len, JSON_REJECT_DUPLICATES, &error);

	cr_assert_neq(object, NULL, "%s: %.*s", error.text, (int)len, line);
	return object;
}

Test(log, is_json_whatever_is_in_it)
{
	static const struct {
		struct text in;
		const char *out;
	} rows[] = {
		{ { "plain", 5 }, "plain" },
		{ { "\"quoted\" \\ \n\t\x01\x7f", 15 }, "\"quoted\" \\ \n\t\x01\x7f" },
		{ { "caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x8f\xa0", 14 }, "caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x8f\xa0" },
		{ { "bad\xff\xc3", 5 }, "bad\xef\xbf\xbd\xef\xbf\xbd" },
		{ { "\xc0\x80\xed\xa0\x80", 5 },
		    "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" }, /* overlong, surrogate */
		{ { "\xf4\x90\x80\x80", 4 }, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
		{ { NULL, 0 }, "" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char line[1024];
		const struct log_field fields[] = { LOG_TEXT("text", rows[i].in), LOG_NUMBER("n", INT64_MIN),
			LOG_REAL("ms", 1.5), LOG_REAL("nan", NAN), LOG_BOOL("yes", true) };
		size_t len =
		    log_format(line, sizeof(line), 1796083200123456, LOG_LEVEL_WARNING, "sla", "said", fields, 5);
		json_t *object = parse(line, len);

		cr_assert_eq(line[len - 1], '\n');
		cr_assert_str_eq(json_string_value(json_object_get(object, "text")), rows[i].out);
		cr_assert_str_eq(json_string_value(json_object_get(object, "ts")), "2026-12-01T00:00:00.123456Z");
		cr_assert_str_eq(json_string_value(json_object_get(object, "level")), "warning");
		cr_assert_str_eq(json_string_value(json_object_get(object, "daemon")), "sla");
		cr_assert_eq(json_integer_value(json_object_get(object, "n")), INT64_MIN);
		cr_assert_float_eq(json_real_value(json_object_get(object, "ms")), 1.5, 1e-9);
		cr_assert(json_is_null(json_object_get(object, "nan")));
		cr_assert(json_is_true(json_object_get(object, "yes")));
		json_decref(object);
	}
}

Test(log, a_line_too_long_is_cut_between_fields)
{
	char line[300], big[400];

	memset(big, 'x', sizeof(big));
	for (size_t len = 1; len < sizeof(big); len++) {
		const struct log_field fields[] = { LOG_NUMBER("a", 1), LOG_TEXT("b", ((struct text){ big, len })),
			LOG_NUMBER("c", 2) };
		size_t used = log_format(line, sizeof(line), 0, LOG_LEVEL_INFO, "d", "m", fields, 3);
		json_t *object = parse(line, used);

		cr_assert_leq(used, sizeof(line));
		cr_assert_eq(json_integer_value(json_object_get(object, "a")), 1);
		cr_assert(json_is_true(json_object_get(object, "cut")) ||
			  json_integer_value(json_object_get(object, "c")) == 2);
		json_decref(object);
	}
}

Test(log, writes_one_line_to_stderr_from_its_level_on)
{
	int ends[2];
	char text[4096];
	enum log_level level;
	ssize_t got;

	cr_assert_eq(pipe(ends), 0);
	cr_assert(log_level_from_name("warning", &level));
	cr_assert_not(log_level_from_name("loud", &level));
	log_open("toy", level);
	dup2(ends[1], STDERR_FILENO);
	log_info("not this");
	log_failure(LOG_LEVEL_ALARM, "this", &(struct error){ ERROR_CONFLICT, "data.stage", "why" });
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	got = read(ends[0], text, sizeof(text));
	cr_assert_gt(got, 0);
	json_t *object = parse(text, (size_t)got);
	cr_assert_str_eq(json_string_value(json_object_get(object, "msg")), "this");
	cr_assert_str_eq(json_string_value(json_object_get(object, "code")), "conflict");
	cr_assert_str_eq(json_string_value(json_object_get(object, "field")), "data.stage");
	json_decref(object);
}
