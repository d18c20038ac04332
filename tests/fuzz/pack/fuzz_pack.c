/* Any bytes as a pack, as bank holidays and as a zone: read or refused, with a reason, and never more. */
#include <stdint.h>
#include <stdlib.h>

#include "pack/calendar_reader.h"
#include "pack/policy_reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
const char *__lsan_default_suppressions(void);

/* libfyaml 0.7.12 keeps 4 KiB of a long quoted scalar that never ends. What we forget to give back to it, the tests of
 * the readers find, which run without this. */
const char *
__lsan_default_suppressions(void)
{
	return "leak:libfyaml.so\n";
}

static void
check(bool read, const struct problems *problems)
{
	if (read != (problems->count == 0))
		abort();
	for (size_t i = 0; i < problems->count; i++) {
		if (problems->list[i].line == 0 || problems->list[i].column == 0 ||
		    problems->list[i].message[0] == '\0')
			abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct problems problems;
	static struct policy policy;
	static struct bank_holidays holidays;
	static struct zone_data zone;
	struct arena arena = { 0 };
	struct text text = { (const char *)data, size };

	problems = (struct problems){ .arena = &arena };
	check(policy_read(&arena, "fuzz", text, &policy, &problems), &problems);
	problems = (struct problems){ .arena = &arena };
	check(bank_holidays_read(&arena, "fuzz", text, &holidays, &problems), &problems);
	problems = (struct problems){ .arena = &arena };
	check(zone_read(&arena, "fuzz", text, &zone, &problems), &problems);
	arena_free(&arena);
	return 0;
}
