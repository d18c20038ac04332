/* A daemon's life: start, refusals, health, stop. */
#include "daemons.h"

#include <pthread.h>

#include "base/arena.h"
#include "store/store.h"
#include "support/postgres.h"

static struct arena arena;

static const char *
log_of(const char *name)
{
	char path[128];
	char *text = arena_alloc(&arena, 256 * 1024);
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s.log", daemons_folder, name);
	file = fopen(path, "r");
	if (file == NULL || fread(text, 1, 256 * 1024 - 1, file) == 0)
		text[0] = '\0';
	if (file != NULL)
		fclose(file);
	return text;
}

static void
begin(void)
{
	daemons_begin(postgres_database(POSTGRES_REDRESS, &arena));
}

Test(service, serves_health_and_stops_at_once, .timeout = 30)
{
	struct daemon intake;
	char answer[65536];
	double seconds;

	begin();
	intake = daemon_start("intake");
	cr_assert(daemon_is_ready(&intake));
	cr_assert_eq(daemon_ask(&intake, "GET", "/livez", answer, sizeof(answer), 1000), 200);
	cr_assert_eq(daemon_ask(&intake, "GET", "/readyz", answer, sizeof(answer), 1000), 200);
	cr_assert_neq(strstr(answer, "\"database\":\"ok\""), NULL, "%s", answer);
	cr_assert_eq(daemon_ask(&intake, "GET", "/metrics", answer, sizeof(answer), 1000), 200);
	cr_assert_neq(strstr(answer, "redress_ready 1\n"), NULL);
	FILE *promtool = popen("promtool check metrics >&2", "w");
	fputs(strstr(answer, "\r\n\r\n") + 4, promtool);
	cr_assert_eq(pclose(promtool), 0);
	cr_assert_eq(daemon_stop(&intake, &seconds), 0);
	cr_assert_lt(seconds, 1.0);
	daemons_end();
}

static void *
ask_sleep(void *context)
{
	char answer[4096];

	return (void *)(uintptr_t)daemon_ask(context, "GET", "/sleep", answer, sizeof(answer), 5000);
}

Test(service, cancels_what_does_not_end_and_answers_it, .timeout = 30)
{
	struct daemon intake;
	pthread_t thread;
	double seconds;
	void *status;

	begin();
	intake = daemon_start("intake");
	cr_assert(daemon_is_ready(&intake));
	pthread_create(&thread, NULL, ask_sleep, &intake);
	usleep(300 * 1000);
	cr_assert_eq(daemon_stop(&intake, &seconds), 0);
	pthread_join(thread, &status);
	cr_assert_eq((uintptr_t)status, 503, "%lu", (unsigned long)(uintptr_t)status);
	cr_assert_lt(seconds, 1.1);
	cr_assert_gt(seconds, 0.5);
	daemons_end();
}

Test(service, waits_for_the_database, .timeout = 60)
{
	struct daemon intake;
	char answer[4096];
	double seconds;

	daemons_begin("host=127.0.0.1 port=1 dbname=none");
	intake = daemon_start("intake");
	for (int i = 0; i < 200 && daemon_ask(&intake, "GET", "/livez", NULL, 0, 500) != 200; i++)
		usleep(10 * 1000);
	usleep(300 * 1000);
	cr_assert_eq(daemon_ask(&intake, "GET", "/readyz", answer, sizeof(answer), 1000), 503);
	cr_assert_neq(strstr(answer, "Connection refused"), NULL, "%s", answer);
	cr_assert_eq(daemon_ask(&intake, "POST", "/append", answer, sizeof(answer), 1000), 503);
	cr_assert_eq(daemon_stop(&intake, &seconds), 0);
	cr_assert_lt(seconds, 1.0);
	daemons_end();
}

Test(service, refuses_a_database_without_migrations, .timeout = 30)
{
	struct daemon intake;
	int status = 0;

	daemons_begin(postgres_database(POSTGRES_EMPTY, &arena));
	intake = daemon_start("intake");
	waitpid(intake.pid, &status, 0);
	cr_assert_eq(WEXITSTATUS(status), 1);
	cr_assert_neq(strstr(log_of("intake"), "run the migrations"), NULL, "%s", log_of("intake"));
	daemons_end();
}

Test(service, tells_of_every_bad_setting_at_once, .timeout = 30)
{
	struct daemon intake;
	int status = 0;

	daemons_begin("");
	setenv("REDRESS_BUS_SLA_FILE", "/nowhere", 1);
	intake = daemon_start("intake");
	waitpid(intake.pid, &status, 0);
	cr_assert_eq(WEXITSTATUS(status), 2);
	cr_assert_neq(strstr(log_of("intake"), "REDRESS_DATABASE is required"), NULL, "%s", log_of("intake"));
	cr_assert_neq(strstr(log_of("intake"), "REDRESS_BUS_SLA is given twice"), NULL, "%s", log_of("intake"));
	daemons_end();
}

Test(service, every_line_of_its_log_is_json, .timeout = 30)
{
	struct daemon intake;

	begin();
	intake = daemon_start("intake");
	cr_assert(daemon_is_ready(&intake));
	cr_assert_eq(daemon_ask(&intake, "POST", "/append?count=3", NULL, 0, 2000), 503, "the landlord is unknown");
	daemon_stop(&intake, NULL);
	for (const char *at = log_of("intake"); *at != '\0'; at = strchr(at, '\n') + 1) {
		cr_assert_eq(at[0], '{');
		cr_assert_eq(strchr(at, '\n')[-1], '}');
	}
	cr_assert_neq(strstr(log_of("intake"), "\"msg\":\"started\""), NULL);
	cr_assert_neq(strstr(log_of("intake"), "\"msg\":\"stopped\""), NULL);
	daemons_end();
}
