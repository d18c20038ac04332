#include "base/error.h"

#include <criterion/criterion.h>

#include "base/utf8.h"

static bool
is_utf8(const char *string)
{
	struct text rest = text_of(string);

	while (rest.len > 0) {
		size_t length = utf8_length(rest);

		if (length == 0)
			return false;
		rest = (struct text){ rest.at + length, rest.len - length };
	}
	return true;
}

Test(error, a_quote_cut_inside_a_character_is_still_text)
{
	struct error error;

	error_set(&error, ERROR_INVALID, "\"%.4s\" is no date", "abc\xc3\xa9");
	cr_assert_str_eq(error.text, "\"abc?\" is no date");
	error_set_field(&error, ERROR_INVALID, "da\xfft", "na\xc3\xafve stays");
	cr_assert_str_eq(error.field, "da?t");
	cr_assert_str_eq(error.text, "na\xc3\xafve stays");
}

Test(error, what_does_not_fit_is_cut_between_characters)
{
	/* Of three bytes each, so that the cut meets every place inside one. */
	static const char signs[] = "\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac";
	struct error error;

	for (int pad = 0; pad < 3; pad++) {
		error_set_field(&error, ERROR_INVALID, signs, "%*s%s%0498d%s", pad, "", signs, 0, signs);
		cr_assert(is_utf8(error.text) && is_utf8(error.field), "pad %d: %s", pad, error.text);
	}
}
