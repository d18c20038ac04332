/* setup: databases, logins, keys and credentials, as far as they are missing. */
#include <stdio.h>

#include "redressctl/arguments.h"
#include "redressctl/command.h"
#include "redressctl/environment.h"
#include "redressctl/keys.h"
#include "redressctl/place.h"
#include "redressctl_sql.h"
#include "store/callers.h"
#include "store/migrate.h"
#include "store/params.h"
#include "store/store.h"
#include "wire/seal.h"

struct setup {
	struct settings settings;
	struct arena arena;
	struct store *store, *keys_store;
	const char *landlord, *source;
	bool logins;
};

static const char *const daemons[] = { "intake", "routing", "sla", "notification", "reporting", "operator" };

/* A source, its keys' files and what it may do. */
struct grant {
	const char *file, *landlord, *source, *permissions;
	bool bearer, curve;
};

static bool
connect_and_migrate(
    struct setup *setup, const char *setting, const char *folder, struct store **store, struct error *error)
{
	const char *conninfo = settings_text(&setup->settings, setting), *path;
	struct migrate_report report = { 0 };

	if (conninfo == NULL)
		return error_set(error, ERROR_INVALID, "%s is not set", setting);
	*store = store_open(&(struct store_options){ .conninfo = conninfo, .application = "redressctl" }, error);
	if (*store == NULL || !place_find(folder, &setup->arena, &path, error) ||
	    !migrate(*store, path, &report, error))
		return false;
	if (report.applied > 0)
		printf("%-22s %d migrations applied, up to %s\n", setting, report.applied, report.last);
	else
		printf("%-22s up to date\n", setting);
	return true;
}

/* Logins without a password, for a server whose socket only the right people can reach. */
static bool
make_logins(struct setup *setup, struct error *error)
{
	for (size_t i = 0; i < sizeof daemons / sizeof daemons[0]; i++) {
		const char *sql = arena_printf(&setup->arena,
		    "DO $$ BEGIN CREATE ROLE \"redress-%s\" LOGIN IN ROLE redress_%s;"
		    " EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$",
		    daemons[i], daemons[i]);

		if (!store_script(setup->store, sql, error))
			return false;
	}
	printf(
	    "%-22s redress-intake, redress-routing, redress-sla, redress-notification, redress-reporting, redress-operator\n",
	    "logins");
	return true;
}

static bool
add_landlord(struct setup *setup, const char *name, int32_t *id, struct error *error)
{
	struct params params = params_new(&setup->arena);

	params_text(&params, text_of(name));
	return store_query(setup->store, SQL_ADD_LANDLORD, &params, &setup->arena, NULL, error) &&
	       command_landlord(setup->store, name, id, error);
}

static void
say_key(const char *path, bool made)
{
	printf("%-22s %s\n", made ? "made" : "there already", path);
}

static bool
grant(struct setup *setup, const struct grant *grant, struct error *error)
{
	struct arena *arena = &setup->arena;
	struct params params = params_new(arena);
	uint8_t hash[CALLER_HASH_BYTES], curve[CALLER_CURVE_BYTES];
	const char *path, *token;
	struct bus_key key;
	int32_t landlord_id = 0;
	bool made;

	if (!add_landlord(setup, grant->landlord, &landlord_id, error))
		return false;
	params_int4(&params, landlord_id);
	params_text(&params, text_of(grant->source));
	params_text(&params, text_of(grant->permissions));
	if (grant->bearer) {
		path = environment_key_file(&setup->settings, arena, grant->file, ".bearer");
		if (!keys_secret(path, arena, &token, &made, error))
			return false;
		say_key(path, made);
		callers_hash(text_of(token), hash);
		params_bytea(&params, (struct bytes){ hash, sizeof hash });
	} else {
		params_null(&params, PARAM_BYTEA);
	}
	if (grant->curve) {
		path = environment_key_file(&setup->settings, arena, grant->file, ".key");
		if (!keys_curve(path, &key, &made, error) || !bus_key_to_bytes(key.public_key, curve, error))
			return false;
		say_key(path, made);
		params_bytea(&params, (struct bytes){ curve, sizeof curve });
	} else {
		params_null(&params, PARAM_BYTEA);
	}
	return store_query(setup->store, SQL_GRANT_CREDENTIAL, &params, arena, NULL, error);
}

static bool
make_keys(struct setup *setup, struct error *error)
{
	const char *landlord = setup->landlord;
	const char *consumer = arena_printf(&setup->arena, "%s-consumer", landlord);
	const struct grant grants[] = {
		{ "operator", "operator", "redressctl", "operate read listen", true, true },
		{ landlord, landlord, setup->source, "post read personal", true, true },
		{ consumer, landlord, "consumer", "listen", false, true },
	};
	const char *folder = settings_text(&setup->settings, "REDRESS_KEYS_DIR"), *path, *ignored;
	struct bus_key key;
	bool made;

	if (!keys_folder(folder, error))
		return false;
	path = environment_key_file(&setup->settings, &setup->arena, "master", ".key");
	if (!keys_secret(path, &setup->arena, &ignored, &made, error))
		return false;
	say_key(path, made);
	/* server: what the public sockets show. inside: what the daemons show each other. */
	for (int i = 0; i < 2; i++) {
		path = environment_key_file(&setup->settings, &setup->arena, i == 0 ? "server" : "inside", ".key");
		if (!keys_curve(path, &key, &made, error))
			return false;
		say_key(path, made);
	}
	for (size_t i = 0; i < sizeof grants / sizeof grants[0]; i++)
		if ((i == 0 || landlord[0] != '\0') && !grant(setup, &grants[i], error))
			return false;
	return true;
}

static int
set_up(struct setup *setup)
{
	struct error error = { 0 };
	bool ok = seal_start(&error) &&
		  connect_and_migrate(setup, "REDRESS_DATABASE", "migrations", &setup->store, &error) &&
		  connect_and_migrate(setup, "REDRESS_KEYS_DATABASE", "migrations/keys", &setup->keys_store, &error) &&
		  (!setup->logins || make_logins(setup, &error)) && make_keys(setup, &error);

	store_close(setup->store);
	store_close(setup->keys_store);
	return ok ? STATUS_DONE : command_failed("setup", &error);
}

int
cmd_setup(int argc, char **argv)
{
	static const struct synopsis synopsis = { "setup", "",
		"Makes what is missing, and leaves what is there: migrates the databases REDRESS_DATABASE and\n"
		"REDRESS_KEYS_DATABASE (as their owner), and makes in REDRESS_KEYS_DIR\n"
		"  master.key      wraps the keys of personal fields: REDRESS_MASTER_KEY_FILE of the daemons\n"
		"  server.key      shown by the public sockets: REDRESS_COMMANDS_KEY, REDRESS_ALERTS_KEY; server.key.pub is for clients\n"
		"  inside.key      shared by the daemons\n"
		"  operator.*      time, policies and calendars\n"
		"  LANDLORD.*      the landlord's system: posts facts, reads cases and figures (.key ZeroMQ, .bearer HTTP)\n"
		"  LANDLORD-consumer.key  listens for alerts\n"
		"Daemons that run take new keys within a few seconds.\n",
		0, 0 };
	struct setup setup = { .landlord = "", .source = "housing" };
	const struct argument_option options[] = {
		{ "landlord", "NAME", "add the landlord, with keys for its systems", &setup.landlord, NULL },
		{ "source", "NAME", "the source its facts name (default: housing)", &setup.source, NULL },
		{ "logins", NULL, "make the daemons' logins, without passwords", NULL, &setup.logins },
		{ 0 },
	};
	struct arguments arguments;
	int status;

	if (!arguments_read(&arguments, argc, argv, &synopsis, options, &status))
		return status;
	if (!environment_read(&setup.settings))
		return STATUS_USAGE;
	status = set_up(&setup);
	arena_free(&setup.arena);
	settings_free(&setup.settings);
	return status;
}
