#include "program.h"
#include "store/store.h"
#include "support/postgres.h"

Test(program, tells_its_commands_and_refuses_others, .init = begin, .fini = end)
{
	static const char *const commands[] = { "deadline", "policy", "simulate", "post", "tail", "case", "erase",
		"explain", "figures", "verify", "export", "replay", "impact", "setup", "put-in-force", "play",
		"health" };
	const char *said;

	cr_assert_eq(run("--help", "", &said), 0);
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		cr_assert_not_null(strstr(said, commands[i]), "%s", commands[i]);
		cr_assert_eq(run(arena_printf(&arena, "%s --help", commands[i]), "", &said), 0);
		cr_assert_eq(strncmp(said, "usage: redressctl", 17), 0, "%s", said);
		cr_assert_eq(run(arena_printf(&arena, "%s --no-such-option", commands[i]), "", &said), 2);
		run("--help", "", &said);
	}
	cr_assert_eq(run("nothing", "", &said), 2);
	cr_assert_eq(run("", "", &said), 2);
}

Test(program, counts_a_deadline_and_says_how, .init = begin, .fini = end)
{
	const char *said;

	cr_assert_eq(run("deadline --policy livin --clock stage-1-response --from 2026-12-17T22:36:30Z", "", &said), 0);
	cr_assert_not_null(strstr(said, "clause 8.11"), "%s", said);
	cr_assert_not_null(strstr(said, "Christmas Day"), "%s", said);
	cr_assert_not_null(strstr(said, "2027-01-06T00:00:00Z"), "%s", said);
}

Test(program, a_pack_is_checked_and_compared_with_the_code, .init = begin, .fini = end)
{
	const char *said, *file = REDRESS_SOURCE_DIR "/deploy/policies/livin.yaml";
	const char *code = REDRESS_SOURCE_DIR "/deploy/policies/code-2024.yaml";

	cr_assert_eq(run(arena_printf(&arena, "policy check %s", file), "", &said), 0);
	cr_assert_not_null(strstr(said, "3 departures from code-2024"), "%s", said);
	cr_assert_eq(run(arena_printf(&arena, "policy check --strict %s", file), "", &said), 1);
	cr_assert_eq(run(arena_printf(&arena, "policy check --json %s", file), "", &said), 0);
	cr_assert_not_null(strstr(said, "{\"errors\":[],\"departures\":[{\"code_clause\":\"6.4\",\"policy_clause\":"
					"\"8.12\",\"kind\":\"stage-1-extension\",\"message\":\""),
	    "%s", said);
	cr_assert_eq(run(arena_printf(&arena, "policy check --strict --json %s", code), "", &said), 0);
	cr_assert_str_eq(said, "{\"errors\":[],\"departures\":[]}\n");
	cr_assert_eq(run("policy check --json -", "pack: 1\ntitle: [\n", &said), 1);
	cr_assert_not_null(strstr(said, "{\"errors\":[{\"file\":\"-\",\"line\":"), "%s", said);
	cr_assert_not_null(strstr(said, "\"departures\":[]}"), "%s", said);
	cr_assert_eq(run("policy check nowhere.yaml", "", &said), 1);
	cr_assert_eq(run("policy mend livin", "", &said), 2);
}

Test(program, a_bad_line_of_a_batch_is_named_and_the_others_are_answered, .init = begin, .fini = end)
{
	const char *said;

	cr_assert_eq(
	    run("deadline --batch",
		"policy,clock,from\nlivin,stage-1-response,2026-12-17T22:36:30Z\nlivin,nope,2026-12-17T22:36:30Z\n"
		"livin,stage-1-response,yesterday\nlivin,order,2026-12-17T22:36:30Z\nlivin,x\n"
		"livin,stage-1-acknowledge,2025-03-06T08:13:01Z\r\n",
		&said),
	    1);
	cr_assert_not_null(strstr(said, "policy,clock,from,due\n"), "%s", said);
	cr_assert_not_null(
	    strstr(said, "livin,stage-1-response,2026-12-17T22:36:30Z,2027-01-06T00:00:00Z\n"), "%s", said);
	cr_assert_not_null(
	    strstr(said, "livin,stage-1-acknowledge,2025-03-06T08:13:01Z,2025-03-14T00:00:00Z\n"), "%s", said);
	for (int line = 3; line <= 6; line++)
		cr_assert_not_null(strstr(said, arena_printf(&arena, "line %d: ", line)), "%s", said);
}

#define CONTACT(id, time, words)                                      \
	"{\"specversion\":\"1.0\",\"source\":\"s\",\"id\":\"" id      \
	"\",\"type\":\"redress.v1.ContactReceived\",\"time\":\"" time \
	"\",\"data\":{\"nature\":\"complaint\",\"words\":\"" words "\"}}\n"
#define TIME(id, to)                                             \
	"{\"specversion\":\"1.0\",\"source\":\"s\",\"id\":\"" id \
	"\",\"type\":\"redress.v1.TimeAdvanced\",\"time\":\"" to "\",\"data\":{\"to\":\"" to "\"}}\n"

Test(program, a_simulated_repeat_changes_nothing_and_a_conflict_is_refused, .init = begin, .fini = end)
{
	const char *said;

	cr_assert_eq(
	    run("simulate --landlord livin -",
		CONTACT("1", "2026-03-02T10:00:00Z", "cold") CONTACT("1", "2026-03-02T10:00:00Z", "cold"), &said),
	    0, "%s", said);
	cr_assert_eq(occurrences(said, "redress.v1.CaseOpened"), 1);
	cr_assert_eq(
	    run("simulate --landlord livin -",
		CONTACT("1", "2026-03-02T10:00:00Z", "cold") CONTACT("1", "2026-03-02T10:00:00Z", "warm"), &said),
	    1);
	cr_assert_not_null(strstr(said, "line 2: id: "), "%s", said);
}

Test(program, simulated_time_moves_by_facts_and_never_back, .init = begin, .fini = end)
{
	const char *said;

	cr_assert_eq(
	    run("simulate --landlord livin -",
		CONTACT("1", "2026-03-02T10:00:00Z", "cold") CONTACT("2", "2026-04-02T10:00:00Z", "wet"), &said),
	    0, "%s", said);
	cr_assert_geq(occurrences(said, "redress.v1.ClockMissed"), 1);
	cr_assert_eq(run("simulate --landlord livin - --until 2026-05-02T10:00:00Z",
			 CONTACT("1", "2026-03-02T10:00:00Z", "cold"), &said),
	    0);
	cr_assert_geq(occurrences(said, "redress.v1.ClockMissed"), 1);
	cr_assert_eq(run("simulate --landlord livin -",
			 CONTACT("1", "2026-03-02T10:00:00Z", "cold") TIME("t", "2026-03-01T10:00:00Z"), &said),
	    1);
	cr_assert_not_null(strstr(said, "time does not go back"), "%s", said);
}

static void
use_databases(void)
{
	setenv("REDRESS_DATABASE", postgres_database(POSTGRES_EMPTY, &arena), 1);
	setenv("REDRESS_KEYS_DATABASE", postgres_database(POSTGRES_EMPTY, &arena), 1);
}

Test(program, setup_makes_what_is_missing_and_leaves_the_rest, .init = begin, .fini = end)
{
	const char *said, *keys = arena_printf(&arena, "%s/keys", folder);
	struct error error = { 0 };
	struct store *store;

	use_databases();
	cr_assert_eq(run("setup --landlord livin --logins", "", &said), 0, "%s", said);
	cr_assert_eq(occurrences(said, "made "), 8, "%s", said);
	cr_assert_eq(run("setup --landlord livin --logins", "", &said), 0, "%s", said);
	cr_assert_eq(occurrences(said, "made "), 0, "%s", said);
	cr_assert_eq(system(arena_printf(&arena, "test -z \"$(find %s -name '*.key' ! -perm 600)\"", keys)), 0);
	store = store_open(&(struct store_options){ .conninfo = getenv("REDRESS_DATABASE") }, &error);
	cr_assert_not_null(store, "%s", error.text);
	cr_assert(store_script(store,
		      "DO $$ BEGIN ASSERT (SELECT count(*) FROM credential) = 3;"
		      "ASSERT (SELECT count(*) FROM landlord) = 2; END $$",
		      &error),
	    "%s", error.text);
	store_close(store);
}

Test(program, an_export_proves_the_log_and_betrays_a_change, .init = begin, .fini = end)
{
	const char *said, *file = arena_printf(&arena, "%s/log", folder);
	struct error error = { 0 };
	struct store *store;

	use_databases();
	cr_assert_eq(run("setup --landlord livin", "", &said), 0, "%s", said);
	store = store_open(&(struct store_options){ .conninfo = getenv("REDRESS_DATABASE") }, &error);
	cr_assert(
	    store_script(store,
		"SELECT log_append_roots('intake', '{1,1}', '{redress.v1.CaseClosed,redress.v1.CaseClosed}', '{s,s}', '{a,b}',"
		" '{C-1,C-1}', ARRAY[now(), now()], '{\"\\\\x\",\"\\\\x\"}', '{\"\",\"\"}', '{\"\\\\x01\",\"\\\\x02\"}',"
		" ARRAY[NULL, NULL]::timestamptz[])",
		&error),
	    "%s", error.text);
	cr_assert_eq(run("verify", "", &said), 0, "%s", said);
	cr_assert_eq(run(arena_printf(&arena, "export %s", file), "", &said), 0, "%s", said);
	cr_assert_eq(run(arena_printf(&arena, "verify --export %s", file), "", &said), 0, "%s", said);
	cr_assert_eq(system(arena_printf(&arena, "sed -i 's/\tb\t/\tB\t/' %s", file)), 0);
	cr_assert_eq(run(arena_printf(&arena, "verify --export %s --json", file), "", &said), 1, "%s", said);
	cr_assert_not_null(strstr(said, "\"position\":2"), "%s", said);
	cr_assert(
	    store_script(store, "UPDATE event_log SET case_ref = 'C-2' WHERE position = 1", &error), "%s", error.text);
	cr_assert_eq(run("verify", "", &said), 1, "%s", said);
	cr_assert_eq(run("export - --json", "", &said), 0, "%s", said);
	cr_assert_eq(occurrences(said, "redress.v1.CaseClosed"), 2, "%s", said);
	store_close(store);
}
