/* A judgement, or the taking back of one, becomes a message for each channel that the pack's alert rules name. */
#include "base/arena.h"
#include "notification/channel.h"
#include "notification/hears.h"
#include "notification/state.h"
#include "pack/books.h"
#include "wire/judgement.h"
#include "wire/message.h"

static void
add_role(struct message_queued *message, struct text role)
{
	if (text_is_empty(role))
		return;
	for (uint8_t i = 0; i < message->role_count; i++) {
		if (text_equal(message->to_roles[i], role))
			return;
	}
	if (message->role_count < MESSAGE_ROLES_MAX)
		message->to_roles[message->role_count++] = role;
}

/* Every rule for this kind of judgement and this channel adds to whom the one message goes. False when there is none.
 */
static bool
gather(const struct policy *policy, struct text kind, struct text owner, struct text channel,
    struct message_queued *message)
{
	bool any = false;

	for (uint8_t i = 0; i < policy->alerts_count; i++) {
		const struct alert_rule *alert = &policy->alerts[i];

		if (!text_equal(alert->on, kind) || !text_equal(alert->channel, channel))
			continue;
		if (!any)
			message->rule = alert->rule;
		any = true;
		if (alert->to == ALERT_TO_OWNER || alert->to == ALERT_TO_ESCALATED)
			add_role(message, owner);
		else if (alert->to == ALERT_TO_ROLE && alert->role != NO_ROLE)
			add_role(message, policy->roles[alert->role].id);
	}
	return any;
}

static struct text
message_id(struct text about, struct text channel, struct arena *arena)
{
	return text_of(arena_printf(arena, "%.*s/queued/%.*s", TEXT_ARG(about), TEXT_ARG(channel)));
}

static void
queue(struct delivery *in, const struct policy *policy, struct text kind, struct text owner, struct text superseded)
{
	struct arena *arena = batch_arena(in->batch);

	for (const struct channel *const *channel = CHANNELS; *channel != NULL; channel++) {
		struct text name = text_of((*channel)->name);
		struct message_queued message = {
			.pack = policy->pack,
			.version = policy->version,
			.decided_at = in->event->occurred_at,
			.revision = 1,
			.about_id = in->event->id,
			.about_type = in->event->type,
			.about_position = in->event->position,
			.channel = name,
		};
		struct event event = {
			.landlord_id = in->event->landlord_id,
			.landlord = in->event->landlord,
			.type = TEXT("redress.v1.MessageQueued"),
			.source = TEXT("redress/notification"),
			.case_ref = in->event->case_ref,
			.occurred_at = in->event->occurred_at,
			.traceparent = in->event->traceparent,
		};

		if (!gather(policy, kind, owner, name, &message))
			continue;
		if (!text_is_empty(superseded))
			message.supersedes = message_id(superseded, name, arena);
		event.id = message_id(in->event->id, name, arena);
		event.body = message_queued_encode(&message, arena);
		batch_say(in->batch, &event);
	}
}

/* Whose alerts speak of a judgement: those of the pack it was made under, or, where that is a law, of the landlord's
 * own in force that day. */
static const struct policy *
find_alerts(struct delivery *in, struct text pack, struct text version)
{
	struct state *state = in->state;
	struct books *books = desk_books(state->desk);
	const struct policy *policy = books_policy(books, in->event->landlord, pack, version, in->error);

	if (policy == NULL || !policy->law)
		return policy;
	return books_policy_at(books, in->event->landlord, in->event->occurred_at, in->error);
}

enum outcome
on_judgement(struct delivery *in)
{
	struct judgement judgement;
	const struct policy *policy;

	if (!judgement_decode(in->event, batch_arena(in->batch), &judgement, in->error))
		return OUTCOME_REJECT;
	policy = find_alerts(in, judgement.pack, judgement.version);
	if (policy == NULL)
		return OUTCOME_REJECT;
	queue(in, policy, text_of(judgement_kind_name(judgement.kind)), judgement.role, (struct text){ 0 });
	return OUTCOME_DONE;
}

enum outcome
on_withdrawn(struct delivery *in)
{
	struct withdrawal withdrawal;
	const struct policy *policy;
	struct message_queued told = { 0 };
	bool any = false;

	if (!withdrawal_decode(in->event, batch_arena(in->batch), &withdrawal, in->error))
		return OUTCOME_REJECT;
	policy = find_alerts(in, withdrawal.pack, withdrawal.version);
	if (policy == NULL)
		return OUTCOME_REJECT;
	/* Only who was told of it needs to hear that it no longer stands. */
	for (const struct channel *const *channel = CHANNELS; *channel != NULL; channel++)
		any |= gather(policy, event_short_type(withdrawal.withdrawn_type), (struct text){ 0 },
		    text_of((*channel)->name), &told);
	if (!any)
		return OUTCOME_IGNORED;
	queue(in, policy, TEXT("JudgementWithdrawn"), (struct text){ 0 }, withdrawal.withdrawn_id);
	return OUTCOME_DONE;
}
