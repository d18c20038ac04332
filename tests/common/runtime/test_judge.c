/* The judge engine on a real PostgreSQL and real sockets, with processes that are killed. */
#include "daemons.h"

#include "base/arena.h"
#include "store/log.h"
#include "store/rows.h"
#include "support/postgres.h"

static struct arena arena;
static struct store *store;

static void
begin(void)
{
	struct error error = { 0 };
	const char *database = postgres_database(POSTGRES_REDRESS, &arena);

	store = store_open(&(struct store_options){ .conninfo = database }, &error);
	cr_assert_neq(store, NULL, "%s", error.text);
	cr_assert(store_script(store, "INSERT INTO landlord VALUES (1, 'livin')", &error), "%s", error.text);
	daemons_begin(database);
}

static int64_t
number(const char *sql)
{
	struct error error = { 0 };
	struct rows rows;

	cr_assert(store_query(store, sql, NULL, &arena, &rows, &error), "%s", error.text);
	return rows_int(&rows, 0, 0);
}

/* What was judged, in the order that does not depend on chance. */
static const char *
judgements(void)
{
	static const char sql[] =
	    "SELECT string_agg(format('%s %s %s %s %s', root.id, e.speaker, e.id, e.case_ref, convert_from(e.body, 'UTF8')), "
	    "chr(10) ORDER BY e.cause, e.position) FROM event_log e JOIN event_log root ON root.position = e.cause "
	    "WHERE e.position <> e.cause";
	struct error error = { 0 };
	struct rows rows;

	cr_assert(store_query(store, sql, NULL, &arena, &rows, &error), "%s", error.text);
	return arena_string(&arena, rows_text(&rows, 0, 0));
}

static const char *
first_difference(const char *a, const char *b)
{
	const char *line = a;

	for (; *a != '\0' && *a == *b; a++, b++)
		if (*a == '\n')
			line = a + 1;
	return line;
}

static void
post(const struct daemon *intake, const char *path)
{
	cr_assert_eq(daemon_ask(intake, "POST", path, NULL, 0, 5000), 202, "%s", path);
}

/* Until sla has judged what is there now. */
static void
wait_judged(int seconds)
{
	static const char last_root[] = "SELECT coalesce(max(position), 0) FROM event_log WHERE position = cause";
	static const char judged[] = "SELECT through FROM cursor WHERE daemon = 'sla'";
	int64_t until = number(last_root);

	for (int i = 0; i < seconds * 100 && number(judged) < until; i++)
		usleep(10 * 1000);
	cr_assert_geq(number(judged), until, "see %s", daemons_folder);
}

static double
metric_of(const struct daemon *daemon, const char *series)
{
	char page[65536], wanted[128];
	const char *at;

	snprintf(wanted, sizeof(wanted), "\n%s ", series);
	cr_assert_eq(daemon_ask(daemon, "GET", "/metrics", page, sizeof(page), 2000), 200);
	at = strstr(page, wanted);
	return at == NULL ? 0 : atof(at + strlen(wanted));
}

static void
play(const struct daemon *intake, useconds_t pause_ms)
{
	post(intake, "/append?from=1790000000&type=TimeAdvanced"); /* the first event: time is virtual */
	for (int i = 0; i < 30; i++) {
		char path[128];

		snprintf(path, sizeof(path), "/append?from=%d&count=20&cases=10", i * 20);
		post(intake, path);
		usleep(pause_ms * 1000);
	}
	post(intake, "/append?from=1800000000&type=TimeAdvanced");
	post(intake, "/append?from=600&count=20&cases=10");
}

Test(judge, kills_change_nothing, .timeout = 120)
{
	struct daemon intake, routing, sla;
	const char *calm, *stormy;
	pid_t killer;

	begin();
	intake = daemon_start("intake");
	routing = daemon_start("routing");
	sla = daemon_start("sla");
	cr_assert(daemon_is_ready(&intake) && daemon_is_ready(&routing) && daemon_is_ready(&sla));
	play(&intake, 5);
	wait_judged(20);
	calm = judgements();
	cr_assert_eq(number("SELECT count(*) FROM event_log WHERE speaker = 'routing'"), 30 * 20 + 20 + 2 * 2500);
	/* Of a wave in slices: 250 of routing's 2,500 are of this case, and two clocks were said in the slices before.
	 */
	cr_assert_eq(number("SELECT max(convert_from(body, 'UTF8')::bigint) FROM event_log "
			    "WHERE cause = 1 AND speaker = 'sla' AND case_ref = 'CASE-0'"),
	    252);
	/* 62 facts, as many openings, 500 stages; clocks: 61 before, and 3 slices of 2 waves. */
	cr_assert_eq(number("SELECT convert_from(body, 'UTF8')::bigint FROM event_log "
			    "WHERE id LIKE 'clock-CASE-9-ContactReceived-619-%'"),
	    62 + 62 + 500 + 61 + 6);
	cr_assert_eq(daemon_stop(&sla, NULL), 0);
	cr_assert_eq(daemon_stop(&routing, NULL), 0);
	cr_assert_eq(daemon_stop(&intake, NULL), 0);
	store_close(store);
	daemons_end();

	begin();
	intake = daemon_start("intake");
	cr_assert(daemon_is_ready(&intake));
	/* Judges live for some tens of milliseconds each. */
	killer = fork();
	if (killer == 0) {
		srandom(7);
		for (int i = 0; i < 60; i++) {
			routing = daemon_start("routing");
			sla = daemon_start("sla");
			usleep((useconds_t)(60 + random() % 120) * 1000);
			daemon_kill(&routing);
			usleep((useconds_t)(random() % 30) * 1000);
			daemon_kill(&sla);
		}
		_exit(0);
	}
	play(&intake, 200);
	waitpid(killer, NULL, 0);
	routing = daemon_start("routing");
	sla = daemon_start("sla");
	wait_judged(30);
	stormy = judgements();
	cr_assert(strcmp(stormy, calm) == 0, "first difference at \"%.80s\"", first_difference(stormy, calm));
	cr_assert_eq(number("SELECT count(*) FROM event_log"), number("SELECT max(position) FROM event_log"));
	daemon_kill(&routing);
	daemon_kill(&sla);
	daemon_kill(&intake);
	store_close(store);
	daemons_end();
}

Test(judge, what_the_bus_loses_the_log_tells, .timeout = 60)
{
	struct daemon intake, routing, sla;
	double reads;

	begin();
	intake = daemon_start("intake");
	routing = daemon_start("routing");
	sla = daemon_start("sla");
	cr_assert(daemon_is_ready(&intake) && daemon_is_ready(&routing) && daemon_is_ready(&sla));
	post(&intake, "/append?from=0&count=5");
	wait_judged(10);
	post(&intake, "/append?from=5&count=5&drop=1"); /* never said on the bus */
	post(&intake, "/append?from=10&count=5");	/* makes it a hole */
	wait_judged(10);
	cr_assert_eq(number("SELECT count(*) FROM event_log WHERE speaker = 'sla'"), 15);
	cr_assert_gt(metric_of(&routing, "redress_log_reads_total{why=\"hole\"}"), 0);
	/* Nothing after it on the bus, and the speaker goes silent, unless its progress gets out between the two. */
	reads = metric_of(&routing, "redress_log_reads_total{why=\"hole\"}");
	post(&intake, "/append?from=15&count=5&drop=1");
	daemon_kill(&intake);
	wait_judged(10);
	cr_assert_eq(number("SELECT count(*) FROM event_log WHERE speaker = 'sla'"), 20);
	cr_assert_gt(metric_of(&routing, "redress_log_reads_total{why=\"hole\"}") +
			 metric_of(&routing, "redress_log_reads_total{why=\"silence\"}"),
	    reads);
	daemon_kill(&routing);
	daemon_kill(&sla);
	store_close(store);
	daemons_end();
}

Test(judge, the_bus_is_used_when_nothing_is_lost, .timeout = 60)
{
	struct daemon intake, routing, sla;
	double before;

	begin();
	intake = daemon_start("intake");
	routing = daemon_start("routing");
	cr_assert(daemon_is_ready(&intake) && daemon_is_ready(&routing));
	post(&intake, "/append?from=0");
	usleep(1500 * 1000);
	before = metric_of(&routing, "redress_log_reads_total{why=\"hole\"}") +
		 metric_of(&routing, "redress_log_reads_total{why=\"silence\"}");
	for (int i = 1; i <= 50; i++) {
		char path[64];

		snprintf(path, sizeof(path), "/append?from=%d", i);
		post(&intake, path);
	}
	for (int i = 0; i < 300 && number("SELECT count(*) FROM event_log WHERE speaker = 'routing'") < 51; i++)
		usleep(10 * 1000);
	cr_assert_eq(number("SELECT count(*) FROM event_log WHERE speaker = 'routing'"), 51);
	cr_assert_leq(metric_of(&routing, "redress_log_reads_total{why=\"hole\"}") +
			  metric_of(&routing, "redress_log_reads_total{why=\"silence\"}"),
	    before + 1);
	/* A reader that comes late fills its window from the log once, not again and again. */
	sla = daemon_start("sla");
	cr_assert(daemon_is_ready(&sla));
	wait_judged(10);
	daemon_kill(&routing);
	routing = daemon_start("routing");
	cr_assert(daemon_is_ready(&routing));
	usleep(2500 * 1000);
	cr_assert_leq(metric_of(&routing, "redress_log_reads_total{why=\"hole\"}"), 2);
	daemon_kill(&sla);
	daemon_kill(&intake);
	daemon_kill(&routing);
	store_close(store);
	daemons_end();
}

Test(judge, a_second_instance_changes_nothing, .timeout = 60)
{
	struct daemon intake, routing, second, sla;

	begin();
	intake = daemon_start("intake");
	routing = daemon_start("routing");
	second = daemon_start_as("routing", "second");
	sla = daemon_start("sla");
	cr_assert(
	    daemon_is_ready(&intake) && daemon_is_ready(&routing) && daemon_is_ready(&second) && daemon_is_ready(&sla));
	for (int i = 0; i < 40; i++) {
		char path[64];

		snprintf(path, sizeof(path), "/append?from=%d&count=5", i * 5);
		post(&intake, path);
		usleep(10 * 1000);
	}
	wait_judged(30);
	cr_assert_eq(number("SELECT count(*) FROM event_log WHERE speaker = 'routing'"), 200);
	cr_assert_eq(number("SELECT count(DISTINCT cause) FROM event_log WHERE speaker = 'routing'"), 200);
	cr_assert_gt(
	    metric_of(&routing, "redress_batch_failures_total") + metric_of(&second, "redress_batch_failures_total"),
	    0);
	daemon_kill(&routing);
	daemon_kill(&second);
	daemon_kill(&sla);
	daemon_kill(&intake);
	store_close(store);
	daemons_end();
}

Test(judge, poison_is_recorded_and_passed_over, .timeout = 60)
{
	struct daemon intake, routing, sla;

	begin();
	intake = daemon_start("intake");
	routing = daemon_start("routing");
	sla = daemon_start("sla");
	cr_assert(daemon_is_ready(&intake) && daemon_is_ready(&routing) && daemon_is_ready(&sla));
	post(&intake, "/append?from=664&count=6&type=LearningRecorded&cases=1");
	wait_judged(10);
	cr_assert_eq(number("SELECT count(*) FROM event_log WHERE speaker = 'routing'"), 4);
	cr_assert_eq(number("SELECT count(*) FROM passed_over WHERE daemon = 'routing'"), 2);
	cr_assert_eq(number("SELECT count(*) FROM passed_over WHERE why = 'too much of it' AND position = 4"), 1);
	cr_assert_eq(number("SELECT count(*) FROM passed_over WHERE why = 'poison ?' AND position = 3"), 1);
	/* What a poisoned wave said is as if never said: 664 knows 1 event, 665 2 and 1 judgement, 668 5 and 2. */
	cr_assert_eq(
	    number("SELECT convert_from(body, 'UTF8')::bigint FROM event_log WHERE id = 'opened-LearningRecorded-668'"),
	    7);
	cr_assert_eq(metric_of(&routing, "redress_events_passed_over_total"), 2);
	daemon_kill(&routing);
	daemon_kill(&sla);
	daemon_kill(&intake);
	store_close(store);
	daemons_end();
}

/* Outside of waves: one that cannot be committed spoils no other, and what is told again is told once. */
Test(judge, tells_what_was_delivered_as_roots_once_each, .timeout = 60)
{
	struct daemon notification;
	char answer[1024];

	begin();
	notification = daemon_start("notification");
	cr_assert(daemon_is_ready(&notification));
	for (int i = 0; i < 2; i++) {
		cr_assert_eq(
		    daemon_ask(&notification, "POST", "/tell?from=0&count=100&bad=7", answer, sizeof(answer), 5000),
		    200);
		cr_assert_neq(strstr(answer, "\r\n\r\n99 told"), NULL, "%s", answer);
		cr_assert_eq(number("SELECT count(*) FROM event_log"), 99);
	}
	cr_assert_eq(number("SELECT count(*) FROM event_log WHERE speaker = 'notification' AND cause = position"), 99);
	daemon_kill(&notification);
	store_close(store);
	daemons_end();
}

Test(judge, says_due_when_the_database_says_so, .timeout = 60)
{
	struct daemon intake, routing, sla;
	struct error error = { 0 };

	begin();
	cr_assert(store_script(store,
	    "INSERT INTO due SELECT 1, 'CASE-' || n, clock_timestamp() + interval '1.5 s' + n * interval '0.7 s' "
	    "FROM generate_series(1, 3) n",
	    &error));
	intake = daemon_start("intake");
	routing = daemon_start("routing");
	sla = daemon_start("sla");
	cr_assert(daemon_is_ready(&intake) && daemon_is_ready(&routing) && daemon_is_ready(&sla));
	post(&intake, "/append?from=0"); /* the first event: time is real */
	for (int i = 0; i < 800 && number("SELECT count(*) FROM event_log WHERE type = 'redress.v1.ClockMissed'") < 3;
	     i++)
		usleep(10 * 1000);
	cr_assert_eq(number("SELECT count(*) FROM event_log WHERE type = 'redress.v1.ClockMissed'"), 3);
	usleep(300 * 1000);
	cr_assert_eq(number("SELECT count(*) FROM event_log WHERE type = 'redress.v1.DueReached'"), 3);
	cr_assert_eq(number("SELECT count(*) FROM due"), 0);
	/* Each within 100 ms of its own instant, hence 700 ms apart. */
	cr_assert_eq(
	    number("SELECT count(*) FROM (SELECT said_at - lag(said_at) OVER (ORDER BY position) AS gap FROM event_log "
		   "WHERE type = 'redress.v1.DueReached') g WHERE gap BETWEEN interval '0.6 s' AND interval '0.8 s'"),
	    2);
	daemon_kill(&routing);
	daemon_kill(&sla);
	daemon_kill(&intake);
	store_close(store);
	daemons_end();
}

Test(judge, goes_on_when_the_database_cuts_the_line, .timeout = 60)
{
	struct daemon intake, routing, sla;

	begin();
	intake = daemon_start("intake");
	routing = daemon_start("routing");
	sla = daemon_start("sla");
	cr_assert(daemon_is_ready(&intake) && daemon_is_ready(&routing) && daemon_is_ready(&sla));
	for (int i = 0; i < 30; i++) {
		char path[64];

		snprintf(path, sizeof(path), "/append?from=%d&count=10", i * 10);
		post(&intake, path);
		if (i % 5 == 0)
			number(
			    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND "
			    "datname = current_database()");
	}
	wait_judged(30);
	cr_assert_eq(number("SELECT count(*) FROM event_log WHERE speaker = 'routing'"), 300);
	cr_assert_eq(number("SELECT count(*) FROM event_log WHERE speaker = 'sla'"), 300);
	cr_assert(daemon_is_ready(&routing));
	daemon_kill(&routing);
	daemon_kill(&sla);
	daemon_kill(&intake);
	store_close(store);
	daemons_end();
}
