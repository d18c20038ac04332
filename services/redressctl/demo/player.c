#include "redressctl/demo/player.h"

#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "bus/alert_client.h"
#include "redressctl/environment.h"
#include "redressctl/in_force.h"
#include "redressctl/poster.h"
#include "redressctl/progress.h"
#include "redressctl/show.h"
#include "redressctl/tell.h"
#include "wire/time.h"

enum {
	POST_EVENTS = 25,	  /* in one message */
	STEPS_BETWEEN_LOOKS = 20, /* at how far the judges are */
	LAG_MOST = 2500,	  /* events the judges may be behind */
	TURN_MS = 20,
	REFUSALS_SHOWN = 5,
	ALERTS_SHOWN = 4, /* a month */
	TYPE_CHARS = 64,
};

struct player {
	const struct player_options *options;
	struct player_outcome *outcome;
	struct hub hub;
	struct poster *operator, * landlord;
	struct alert_client *alerts;
	struct arena arena; /* of one step */
	struct arena alert_arena;
	const char *bearer;
	uint64_t last; /* position of the last fact taken */
	unsigned advances;
	int32_t month; /* of the line to come */
	size_t month_facts, month_alerts;
	size_t shown;
	char shown_types[ALERTS_SHOWN][TYPE_CHARS];
};

static void
on_result(void *owner, const struct post_result *result)
{
	struct player *player = owner;

	if (result->status == POST_ACCEPTED || result->status == POST_REPEATED) {
		player->outcome->posted++;
		if (result->position > player->last)
			player->last = result->position;
		return;
	}
	if (player->outcome->refused++ < REFUSALS_SHOWN)
		fprintf(stderr, "redressctl play: %.*s is refused: %.*s: %.*s\n", TEXT_ARG(result->id),
		    TEXT_ARG(result->field), TEXT_ARG(result->problem));
}

static bool
is_of_a_stage(const json_t *event)
{
	const json_t *clock = json_object_get(json_object_get(event, "data"), "clock");

	return json_integer_value(json_object_get(clock, "stage")) > 0 &&
	       !json_is_true(json_object_get(clock, "customers"));
}

/* Some of each month's, as they come: the first of a kind. */
static void
show_alert(struct player *player, const json_t *event, const char *subject)
{
	const struct zone *zone = &player->options->plan->calendar->zone;
	const char *type = tell_type(event);

	if (player->shown == ALERTS_SHOWN || player->options->quiet)
		return;
	for (size_t i = 0; i < player->shown; i++)
		if (strcmp(player->shown_types[i], type) == 0)
			return;
	snprintf(player->shown_types[player->shown++], TYPE_CHARS, "%s", type);
	printf("    %s  %s  %s\n", tell_when(event, zone, &player->alert_arena), subject,
	    tell_event(event, zone, &player->alert_arena));
	fflush(stdout);
}

static void
on_alert(void *owner, uint64_t position, struct text json)
{
	struct player *player = owner;
	json_t *event = json_loadb(json.at, json.len, 0, NULL);
	const char *subject = json_string_value(json_object_get(event, "subject"));

	(void)position;
	player->outcome->alerts++;
	player->month_alerts++;
	if (subject != NULL)
		show_alert(player, event, subject);
	if (subject != NULL && strcmp(tell_type(event), "ClockMissed") == 0 && is_of_a_stage(event)) {
		snprintf(player->outcome->example, sizeof player->outcome->example, "%s", subject);
		snprintf(player->outcome->example_clock, sizeof player->outcome->example_clock, "%s",
		    tell_text(event, "clock.clock"));
	}
	json_decref(event);
	arena_reset(&player->alert_arena);
}

static void
on_alerts_error(void *owner, const struct error *error)
{
	(void)owner;
	fprintf(stderr, "redressctl play: no alerts are heard: %s\n", error->text);
}

static bool
connect_all(struct player *player, struct error *error)
{
	const struct settings *settings = player->options->settings;
	const char *consumer = arena_printf(&player->arena, "%s-consumer", player->options->landlord);
	char server[BUS_KEY_CHARS + 1];
	struct bus_key key;

	return poster_open(&player->operator, & player->hub, settings, "operator", on_result, player, error) &&
	       poster_open(
		   &player->landlord, &player->hub, settings, player->options->landlord, on_result, player, error) &&
	       environment_curve(settings, consumer, &player->arena, &key, server, error) &&
	       alert_client_open(&player->alerts, player->hub.bus,
		   &(struct alert_client_options){
		       .endpoint = settings_text(settings, "REDRESS_ALERTS"),
		       .server_public_key = server,
		       .key = &key,
		       .on_alert = on_alert,
		       .on_error = on_alerts_error,
		       .owner = player,
		   },
		   error);
}

static bool
advance(struct player *player, struct instant to, struct error *error)
{
	char time[INSTANT_TEXT_MAX];
	const char *shown = instant_print(to, time).at;
	struct text event = in_force_event("TimeAdvanced",
	    arena_printf(&player->arena, "%stime-%u", player->options->plan->prefix, ++player->advances), to,
	    arena_printf(&player->arena, "{\"to\":\"%s\"}", shown), &player->arena);

	return poster_post(player->operator, event, error) && poster_settle(player->operator, error);
}

static bool
put_in_force(struct player *player, struct error *error)
{
	const struct player_options *options = player->options;
	const struct in_force_wanted wanted = {
		.landlord = options->landlord,
		.policy = options->policy_file,
		.policies = options->policies,
		.calendars = options->calendars,
		.at = options->plan->from,
	};
	struct in_force in_force;
	bool ok = in_force_read(&wanted, &player->arena, &in_force, error);

	for (size_t i = 0; ok && i < in_force.count; i++)
		ok = poster_post(player->operator, in_force.events[i], error);
	return ok && poster_settle(player->operator, error);
}

/* facts[first] to facts[last - 1], some in a message. */
static bool
post_facts(struct player *player, size_t first, size_t last, struct error *error)
{
	const struct demo_fact *facts = player->options->year->facts;
	char *room = arena_alloc(&player->arena, LIMIT_EVENT_BYTES);

	while (first < last) {
		size_t len = 0, many = 0;

		room[len++] = '[';
		while (first < last && many < POST_EVENTS && len + facts[first].json.len + 2 < LIMIT_EVENT_BYTES) {
			if (many++ > 0)
				room[len++] = ',';
			memcpy(room + len, facts[first].json.at, facts[first].json.len);
			len += facts[first++].json.len;
		}
		room[len++] = ']';
		if (!poster_post(player->landlord, (struct text){ room, len }, error))
			return false;
	}
	return poster_settle(player->landlord, error);
}

/* Until no judge is more than `lag` positions behind the last fact. */
static bool
wait_for_judges(struct player *player, uint64_t lag, struct error *error)
{
	struct system_progress progress;

	for (;;) {
		if (!progress_ask(player->options->settings, player->bearer, &player->arena, &progress, error))
			return false;
		player->outcome->head = progress.head;
		if (progress_least(&progress) + lag >= player->last)
			return true;
		hub_turn(&player->hub, TURN_MS);
		if (player->hub.interrupted)
			return error_set(error, ERROR_UNAVAILABLE, "interrupted");
	}
}

static void
tell_month(struct player *player)
{
	static const char *const names[] = { "January", "February", "March", "April", "May", "June", "July", "August",
		"September", "October", "November", "December" };

	if (!player->options->quiet)
		printf("  %s %d: %zu facts, %zu alerts\n", names[player->month % 12], player->month / 12,
		    player->month_facts, player->month_alerts);
	fflush(stdout);
	player->month_facts = player->month_alerts = 0;
	player->shown = 0;
}

static void
note_month(struct player *player, struct instant at)
{
	const struct zone *zone = &player->options->plan->calendar->zone;
	struct civil_date date = civil_from_days(zone_local_day(zone, at));
	int32_t month = date.year * 12 + date.month - 1;

	if (player->month != 0 && month != player->month)
		tell_month(player);
	player->month = month;
}

/* The end of the step that holds `at`, not past the year's end. */
static struct instant
step_end(const struct player *player, struct instant at)
{
	int64_t step = (int64_t)player->options->step_minutes * 60 * SECOND_US;
	struct instant end = { (at.us / step + 1) * step };

	return instant_before(player->options->plan->until, end) ? player->options->plan->until : end;
}

static bool
play_facts(struct player *player, struct error *error)
{
	const struct demo_year *year = player->options->year;
	unsigned steps = 0;

	for (size_t first = 0, last; first < year->count; first = last) {
		struct instant end = step_end(player, year->facts[first].heard);

		for (last = first; last < year->count && instant_before(year->facts[last].heard, end); last++)
			;
		note_month(player, year->facts[first].heard);
		player->month_facts += last - first;
		if (!advance(player, end, error) || !post_facts(player, first, last, error))
			return false;
		if (++steps % STEPS_BETWEEN_LOOKS == 0 && !wait_for_judges(player, LAG_MOST, error))
			return false;
		arena_reset(&player->arena);
	}
	return true;
}

static bool
play(struct player *player, struct error *error)
{
	const struct demo_plan *plan = player->options->plan;
	struct text release = { 0 };

	if (!connect_all(player, error) || !advance(player, plan->from, error) || !put_in_force(player, error) ||
	    !play_facts(player, error) || !advance(player, plan->until, error) || !wait_for_judges(player, 0, error))
		return false;
	tell_month(player);
	release = in_force_event("ClockReleased", arena_printf(&player->arena, "%sreleased", plan->prefix), plan->until,
	    "{}", &player->arena);
	return poster_post(player->operator, release, error) && poster_settle(player->operator, error) &&
	       wait_for_judges(player, 0, error);
}

bool
player_play(const struct player_options *options, struct player_outcome *outcome, struct error *error)
{
	struct player player = { .options = options, .outcome = outcome };
	struct arena keys = { 0 };
	struct system_progress progress;
	bool ok;

	*outcome = (struct player_outcome){ 0 };
	if (!environment_bearer(options->settings, "operator", &keys, &player.bearer, error) ||
	    !progress_ask(options->settings, player.bearer, &keys, &progress, error)) {
		arena_free(&keys);
		return false;
	}
	if (progress.head > 0) {
		arena_free(&keys);
		return error_set(error, ERROR_CONFLICT,
		    "the log holds %llu events already: a demo year is played into an empty system",
		    (unsigned long long)progress.head);
	}
	ok = hub_open(&player.hub, error);
	if (ok) {
		ok = play(&player, error);
		poster_close(player.operator);
		poster_close(player.landlord);
		if (player.alerts != NULL)
			alert_client_close(player.alerts);
		hub_close(&player.hub);
	}
	arena_free(&player.arena);
	arena_free(&player.alert_arena);
	arena_free(&keys);
	return ok;
}
