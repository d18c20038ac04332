#include "wire/judgement.h"

#include <ctype.h>

#include "redress/v1/envelope.pb-c.h"
#include "wire/basis.h"
#include "wire/judgement_map.h"
#include "wire/proto.h"
#include "wire/timestamp.h"

/* ---- Ids ---- */

/* A part of an id with what would end it written as %XX: '/' and '%', and the '-' of a subject's own ending that
 * would read as a stage. */
static char *
escape(struct text part, size_t hyphen, struct arena *arena)
{
	static const char hex[] = "0123456789ABCDEF";
	char *out = arena_alloc(arena, part.len * 3 + 1);
	size_t length = 0;

	for (size_t i = 0; i < part.len; i++) {
		unsigned char c = (unsigned char)part.at[i];

		if (c == '/' || c == '%' || i == hyphen) {
			out[length++] = '%';
			out[length++] = hex[c >> 4];
			out[length++] = hex[c & 15];
		} else {
			out[length++] = (char)c;
		}
	}
	return out;
}

/* Where a subject ends in "-s" and digits, as a stage would; its length when it does not. */
static size_t
stage_like(struct text subject)
{
	size_t at = subject.len;

	while (at > 0 && isdigit((unsigned char)subject.at[at - 1]))
		at--;
	if (at == subject.len || at < 2 || subject.at[at - 1] != 's' || subject.at[at - 2] != '-')
		return subject.len;
	return at - 2;
}

struct text
judgement_id(const struct judgement *judgement, struct text case_ref, struct arena *arena)
{
	const char *stage = "", *ref = "", *ordinal = "";

	if (judgement->stage != 0)
		stage = arena_printf(arena, "-s%u", judgement->stage);
	if (!text_is_empty(judgement->ref))
		ref = arena_printf(arena, "-%s", escape(judgement->ref, judgement->ref.len, arena));
	if (judgement->ordinal != 1)
		ordinal = arena_printf(arena, "-%u", judgement->ordinal);
	return text_of(arena_printf(arena, "%s/%s%s/%u%s/%s%s/%u", escape(case_ref, case_ref.len, arena),
	    escape(judgement->subject, stage_like(judgement->subject), arena), stage, judgement->instance, ref,
	    judgement_kind_word(judgement->kind), ordinal, judgement->revision));
}

/* ---- Judgements ---- */

static struct text
source_of(enum speaker speaker, struct arena *arena)
{
	return text_of(arena_printf(arena, "redress/%s", speaker_name(speaker)));
}

static void
write_titles(
    const struct judgement *judgement, const struct policy *policy, ProtobufCMessage *message, struct arena *arena)
{
	static const char *const fields[] = { "clock.owner_role_title", "to_role_title", "role_title" };
	uint8_t role = policy == NULL ? NO_ROLE : policy_role(policy, judgement->role);

	if (role == NO_ROLE)
		return;
	/* An escalation's role is not its clock's owner. */
	for (size_t i = judgement->kind == JUDGEMENT_CASE_ESCALATED; i < 3; i++)
		judgement_map_text(message, fields[i], policy->roles[role].title, arena);
}

/* "Clause 8.12 was not kept: told late."; where no date is known nobody can say so. */
static struct text
sentence_of(const struct judgement *judgement, struct arena *arena)
{
	char *word = arena_string(arena, judgement->word);

	if (text_equal(judgement->word, TEXT("calendar-ended")))
		return text_of(arena_printf(arena, "The calendar does not know the date that clause %.*s asks for.",
		    TEXT_ARG(judgement->rule.clause)));
	for (char *c = word; *c != '\0'; c++)
		*c = *c == '-' ? ' ' : *c;
	if (text_is_empty(judgement->rule.clause))
		return text_of(arena_printf(arena, "No clause of the policy allows it: %s.", word));
	return text_of(arena_printf(arena, "Clause %.*s was not kept: %s.", TEXT_ARG(judgement->rule.clause), word));
}

/* A field of Basis or Derivation type, by name. */
static void *
part_of(const ProtobufCMessage *message, const char *name)
{
	const ProtobufCFieldDescriptor *field =
	    protobuf_c_message_descriptor_get_field_by_name(message->descriptor, name);

	return field == NULL ? NULL : PROTO_MEMBER(void *const, message, field);
}

static bool
put_part(ProtobufCMessage *message, const char *name, void *part)
{
	const ProtobufCFieldDescriptor *field =
	    protobuf_c_message_descriptor_get_field_by_name(message->descriptor, name);

	if (field == NULL)
		return false;
	PROTO_MEMBER(void *, message, field) = part;
	return true;
}

bool
judgement_encode(const struct judgement *judgement, const struct calendar *calendar, const struct policy *policy,
    struct text case_ref, struct arena *arena, struct event *out, struct error *error)
{
	enum speaker speaker = judgement_kind_is_routings(judgement->kind) ? SPEAKER_ROUTING : SPEAKER_SLA;
	Redress__V1__Further *further = (Redress__V1__Further *)proto_new(&redress__v1__further__descriptor, arena);
	const struct law *law = policy == NULL ? NULL : policy_law(policy, judgement->pack, judgement->version);
	ProtobufCMessage *message = proto_new(judgement_message(judgement->kind), arena);
	Redress__V1__Basis *basis = basis_of(judgement, arena);
	Redress__V1__Derivation *derivation = derivation_of(judgement, law == NULL ? calendar : law->calendar, arena);
	bool has_further = judgement_map_write(judgement, message, &further->base, arena);

	if (!instant_is_set(judgement->decided_at))
		return error_set(error, ERROR_INTERNAL, "a judgement is encoded before it is decided");
	if (derivation != NULL && !put_part(message, "derivation", derivation)) {
		further->derivation = derivation;
		has_further = true;
	}
	if (has_further)
		basis->further = further;
	put_part(message, "basis", basis);
	write_titles(judgement, law == NULL ? policy : law->policy, message, arena);
	if (judgement->kind == JUDGEMENT_NON_COMPLIANCE_FOUND)
		judgement_map_text(message, "message", sentence_of(judgement, arena), arena);
	*out = (struct event){
		.speaker = speaker,
		.type = text_of(message->descriptor->name),
		.source = source_of(speaker, arena),
		.id = judgement_id(judgement, case_ref, arena),
		.case_ref = case_ref,
		.occurred_at = judgement->decided_at,
		.said_at = INSTANT_NONE,
		.body = proto_pack(message, arena),
	};
	return true;
}

bool
judgement_decode(const struct event *event, struct arena *arena, struct judgement *judgement, struct error *error)
{
	enum judgement_kind kind = judgement_kind_from_name(event->type);
	const Redress__V1__Derivation *derivation;
	const Redress__V1__Further *further;
	const Redress__V1__Basis *basis;
	ProtobufCMessage *message;

	if (kind == JUDGEMENT_KINDS_COUNT)
		return error_set(
		    error, ERROR_NOT_FOUND, "%.*s is no judgement of routing or sla", TEXT_ARG(event->type));
	message = proto_unpack(judgement_message(kind), event->body, PROTO_TOLERANT, "", arena, error);
	if (message == NULL)
		return false;
	*judgement = (struct judgement){
		.kind = kind,
		.due = INSTANT_NONE,
		.old_due = INSTANT_NONE,
		.at = INSTANT_NONE,
		.counted_from = INSTANT_NONE,
		.decided_at = INSTANT_NONE,
	};
	basis = part_of(message, "basis");
	further = basis == NULL ? NULL : basis->further;
	derivation = part_of(message, "derivation");
	if (derivation == NULL && further != NULL)
		derivation = further->derivation;
	return judgement_map_read(message, further == NULL ? NULL : &further->base, judgement, error) &&
	       basis_take(basis, judgement, error) && derivation_take(derivation, judgement, error);
}

/* ---- Withdrawals ---- */

struct withdrawal
withdrawal_of(const struct judgement *judgement, struct text case_ref, struct instant at, const struct fact *because,
    struct arena *arena)
{
	struct withdrawal withdrawal = {
		.withdrawn_id = judgement_id(judgement, case_ref, arena),
		.withdrawn_type = text_of(arena_printf(arena, "redress.v1.%s", judgement_kind_name(judgement->kind))),
		.why = because == NULL ? TEXT("time passed") : TEXT("a fact heard since shows it otherwise"),
		.rule = judgement->rule,
		.pack = judgement->pack,
		.version = judgement->version,
		.decided_at = at,
	};

	if (because != NULL)
		withdrawal.because = (struct fact_ref){ because->source, because->id };
	return withdrawal;
}

bool
withdrawal_encode(const struct withdrawal *withdrawal, enum speaker speaker, struct text case_ref, struct arena *arena,
    struct event *out, struct error *error)
{
	Redress__V1__JudgementWithdrawn message = REDRESS__V1__JUDGEMENT_WITHDRAWN__INIT;
	struct judgement basis = {
		.rule = withdrawal->rule,
		.pack = withdrawal->pack,
		.version = withdrawal->version,
		.decided_at = withdrawal->decided_at,
		.revision = 1,
	};

	if (!instant_is_set(withdrawal->decided_at) || text_is_empty(withdrawal->withdrawn_id))
		return error_set(error, ERROR_INTERNAL, "a withdrawal is encoded before it is decided");
	if (!text_is_empty(withdrawal->because.id)) {
		message.because = fact_ref_of(withdrawal->because, arena);
		basis.facts[basis.fact_count++] = withdrawal->because;
	}
	message.basis = basis_of(&basis, arena);
	message.withdrawn_id = proto_string(withdrawal->withdrawn_id, arena);
	message.withdrawn_type = proto_string(withdrawal->withdrawn_type, arena);
	message.why = proto_string(withdrawal->why, arena);
	*out = (struct event){
		.speaker = speaker,
		.type = text_of(message.base.descriptor->name),
		.source = source_of(speaker, arena),
		.id = text_of(arena_printf(arena, "%.*s/withdrawn", TEXT_ARG(withdrawal->withdrawn_id))),
		.case_ref = case_ref,
		.occurred_at = withdrawal->decided_at,
		.said_at = INSTANT_NONE,
		.body = proto_pack(&message.base, arena),
	};
	return true;
}

bool
withdrawal_decode(const struct event *event, struct arena *arena, struct withdrawal *withdrawal, struct error *error)
{
	const Redress__V1__JudgementWithdrawn *message;
	struct judgement basis = { .decided_at = INSTANT_NONE };

	if (!text_equal(event->type, text_of(redress__v1__judgement_withdrawn__descriptor.name)))
		return error_set(error, ERROR_NOT_FOUND, "%.*s is no withdrawal", TEXT_ARG(event->type));
	message = (const Redress__V1__JudgementWithdrawn *)proto_unpack(
	    &redress__v1__judgement_withdrawn__descriptor, event->body, PROTO_TOLERANT, "", arena, error);
	if (message == NULL || !basis_take(message->basis, &basis, error))
		return false;
	*withdrawal = (struct withdrawal){
		.withdrawn_id = text_of(message->withdrawn_id),
		.withdrawn_type = text_of(message->withdrawn_type),
		.because = fact_ref_take(message->because),
		.why = text_of(message->why),
		.rule = basis.rule,
		.pack = basis.pack,
		.version = basis.version,
		.decided_at = basis.decided_at,
	};
	return true;
}
