#include "runtime/service.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/log.h"
#include "runtime/process.h"

enum {
	EXIT_USAGE = 2,
};

static const struct setting common_settings[] = {
	{ .name = "REDRESS_DATABASE",
	    .kind = SETTING_SECRET,
	    .required = true,
	    .help = "PostgreSQL: \"host=... dbname=... user=...\" or a postgresql:// URI." },
	{ .name = "REDRESS_KEYS_DIR",
	    .kind = SETTING_PATH,
	    .required = true,
	    .help = "Folder of key files. inside.key, shared by the cell's daemons, is made there when missing." },
	{ .name = "REDRESS_LOG_LEVEL",
	    .kind = SETTING_CHOICE,
	    .fallback = "info",
	    .choices = "debug info warning error alarm",
	    .help = "The least level that is logged." },
	{ .name = "REDRESS_BUS_BIND",
	    .kind = SETTING_ENDPOINT,
	    .help = "Where this daemon publishes to the others, when not as they know it by." },
	{ .name = "REDRESS_BUS_INTAKE",
	    .kind = SETTING_ENDPOINT,
	    .fallback = "tcp://127.0.0.1:7451",
	    .help = "Where intake publishes." },
	{ .name = "REDRESS_BUS_ROUTING",
	    .kind = SETTING_ENDPOINT,
	    .fallback = "tcp://127.0.0.1:7452",
	    .help = "Where routing publishes." },
	{ .name = "REDRESS_BUS_SLA",
	    .kind = SETTING_ENDPOINT,
	    .fallback = "tcp://127.0.0.1:7453",
	    .help = "Where sla publishes." },
	{ .name = "REDRESS_BUS_NOTIFICATION",
	    .kind = SETTING_ENDPOINT,
	    .fallback = "tcp://127.0.0.1:7454",
	    .help = "Where notification publishes." },
	{ .name = "REDRESS_BUS_REPORTING",
	    .kind = SETTING_ENDPOINT,
	    .fallback = "tcp://127.0.0.1:7455",
	    .help = "Where reporting publishes." },
	{ .name = NULL },
};

/* False: `*status` is the exit status, and all is said. */
static bool
read_command_line(
    const struct service *service, const struct setting *const *tables, int argc, char **argv, bool *check, int *status)
{
	*status = EXIT_SUCCESS;
	*check = argc == 2 && strcmp(argv[1], "--check") == 0;
	if (argc == 2 && strcmp(argv[1], "--help") == 0) {
		settings_help(stdout, service->name, service->what, tables);
		return false;
	}
	if (argc > 1 && !*check) {
		fprintf(stderr, "usage: redress-%s [--help | --check]\n", service->name);
		*status = EXIT_USAGE;
		return false;
	}
	return true;
}

/* False when something is wrong, and all of it is said. */
static bool
read_settings(struct settings *settings, const struct setting *const *tables)
{
	struct text complaints;

	if (settings_read(settings, tables, environ, &complaints))
		return true;
	while (complaints.len > 0) {
		size_t len = (size_t)((const char *)memchr(complaints.at, '\n', complaints.len) - complaints.at);

		log_error("bad setting", LOG_TEXT("error", ((struct text){ complaints.at, len })));
		complaints.at += len + 1;
		complaints.len -= len + 1;
	}
	return false;
}

int
process_main(const struct service *service, const struct process_hooks *hooks, int argc, char **argv)
{
	const struct setting *tables[] = { common_settings, service->settings, NULL };
	enum log_level level = LOG_LEVEL_INFO;
	struct settings settings;
	bool check;
	int status;

	if (!read_command_line(service, tables, argc, argv, &check, &status))
		return status;
	log_open(service->name, LOG_LEVEL_INFO);
	if (!read_settings(&settings, tables)) {
		status = EXIT_USAGE;
	} else if (!check) {
		log_level_from_name(settings_text(&settings, "REDRESS_LOG_LEVEL"), &level);
		log_open(service->name, level);
		status = process_run(service, hooks, &settings);
	}
	settings_free(&settings);
	return status;
}

int
service_main(const struct service *service, int argc, char **argv)
{
	static const struct process_hooks none;

	return process_main(service, &none, argc, argv);
}
