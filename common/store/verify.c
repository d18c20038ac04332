#include "store/verify.h"

#include <sodium.h>
#include <stdarg.h>
#include <stdlib.h>

#include "store/verifier.h"

struct verifier_chain {
	uint32_t landlord_id;
	uint64_t last;
	uint8_t hash[VERIFY_HASH_BYTES];
	bool faulted;
	bool ended; /* its head was told */
};

static void
add_number(crypto_hash_sha256_state *state, uint64_t value, unsigned width)
{
	uint8_t packed[8];

	for (unsigned i = 0; i < width; i++)
		packed[i] = (uint8_t)(value >> (8 * (width - 1 - i)));
	crypto_hash_sha256_update(state, packed, width);
}

static void
add_bytes(crypto_hash_sha256_state *state, const void *at, size_t length)
{
	add_number(state, length, 4);
	crypto_hash_sha256_update(state, at, length);
}

static void
add_instant(crypto_hash_sha256_state *state, struct instant at)
{
	add_number(state, (uint64_t)(at.us - INT64_C(946684800000000)), 8);
}

void
verify_hash(const uint8_t previous[VERIFY_HASH_BYTES], const struct event *event, uint8_t hash[VERIFY_HASH_BYTES])
{
	crypto_hash_sha256_state state;
	struct text speaker = text_of(speaker_name(event->speaker));

	crypto_hash_sha256_init(&state);
	crypto_hash_sha256_update(&state, previous, VERIFY_HASH_BYTES);
	add_number(&state, event->position, 8);
	add_number(&state, event->cause, 8);
	add_number(&state, event->landlord_id, 4);
	add_bytes(&state, speaker.at, speaker.len);
	add_bytes(&state, event->type.at, event->type.len);
	add_bytes(&state, event->source.at, event->source.len);
	add_bytes(&state, event->id.at, event->id.len);
	add_bytes(&state, event->case_ref.at, event->case_ref.len);
	add_instant(&state, event->occurred_at);
	add_instant(&state, event->said_at);
	add_bytes(&state, event->body.at, event->body.len);
	add_bytes(&state, event->traceparent.at, event->traceparent.len);
	crypto_hash_sha256_final(&state, hash);
}

static void __attribute__((format(printf, 5, 6)))
fault(struct verifier *verifier, bool cell, uint32_t landlord_id, uint64_t position, const char *format, ...)
{
	struct verify_report *report = verifier->report;

	if (report->fault_count < VERIFY_FAULTS) {
		struct verify_fault *found = &report->faults[report->fault_count];
		va_list args;

		*found = (struct verify_fault){ .cell = cell, .landlord_id = landlord_id, .position = position };
		va_start(args, format);
		vsnprintf(found->text, sizeof(found->text), format, args);
		va_end(args);
	}
	report->fault_count++;
}

static struct verifier_chain *
chain_of(struct verifier *verifier, uint32_t landlord_id)
{
	struct verifier_chain *chain;

	for (size_t i = 0; i < verifier->chain_count; i++) {
		if (verifier->chains[i].landlord_id == landlord_id)
			return &verifier->chains[i];
	}
	if (verifier->chain_count == verifier->chain_capacity) {
		verifier->chain_capacity = verifier->chain_capacity == 0 ? 16 : verifier->chain_capacity * 2;
		verifier->chains = reallocarray(verifier->chains, verifier->chain_capacity, sizeof(*verifier->chains));
		if (verifier->chains == NULL)
			abort();
	}
	chain = &verifier->chains[verifier->chain_count++];
	*chain = (struct verifier_chain){ .landlord_id = landlord_id };
	return chain;
}

void
verifier_begin(struct verifier *verifier, bool cell, struct verify_report *report)
{
	*verifier = (struct verifier){ .report = report, .cell = cell };
	*report = (struct verify_report){ 0 };
}

void
verifier_row(struct verifier *verifier, const struct event *event, struct bytes hash)
{
	struct verifier_chain *chain = chain_of(verifier, event->landlord_id);
	uint64_t position = event->position;
	bool order = position > verifier->last && (!verifier->cell || position == verifier->last + 1);
	uint8_t worked_out[VERIFY_HASH_BYTES];

	verifier->report->rows++;
	if (!order && !verifier->cell_faulted) {
		verifier->cell_faulted = true;
		if (position > verifier->last + 1)
			fault(verifier, true, event->landlord_id, verifier->last + 1, "rows %llu to %llu are missing",
			    (unsigned long long)verifier->last + 1, (unsigned long long)position - 1);
		else
			fault(verifier, true, event->landlord_id, position, "row %llu comes after row %llu",
			    (unsigned long long)position, (unsigned long long)verifier->last);
	}
	verifier->last = position;
	verify_hash(chain->hash, event, worked_out);
	if (!chain->faulted &&
	    (hash.len != VERIFY_HASH_BYTES || sodium_memcmp(worked_out, hash.at, VERIFY_HASH_BYTES) != 0)) {
		chain->faulted = true;
		fault(verifier, false, event->landlord_id, position,
		    "the hash of row %llu does not follow from it and row %llu: one was altered, or one between removed",
		    (unsigned long long)position, (unsigned long long)chain->last);
	}
	/* What comes after is held against what is written here, so that one change is one fault. */
	if (hash.len == VERIFY_HASH_BYTES)
		memcpy(chain->hash, hash.at, VERIFY_HASH_BYTES);
	chain->last = position;
}

void
verifier_head(struct verifier *verifier, uint32_t landlord_id, uint64_t position, struct bytes hash)
{
	struct verifier_chain *chain = chain_of(verifier, landlord_id);

	chain->ended = true;
	if (chain->faulted)
		return;
	if (chain->last != position) {
		chain->faulted = true;
		fault(verifier, false, landlord_id, chain->last + 1,
		    "the chain ends at row %llu, and its rows at %llu: rows at the end were removed or added",
		    (unsigned long long)position, (unsigned long long)chain->last);
	} else if (hash.len != VERIFY_HASH_BYTES || sodium_memcmp(chain->hash, hash.at, VERIFY_HASH_BYTES) != 0) {
		chain->faulted = true;
		fault(verifier, false, landlord_id, position, "the last row's hash is not the chain's");
	}
}

void
verifier_end(struct verifier *verifier, uint64_t head)
{
	verifier->report->head = head;
	verifier->report->landlords = verifier->chain_count;
	for (size_t i = 0; i < verifier->chain_count; i++) {
		const struct verifier_chain *chain = &verifier->chains[i];

		if (!chain->ended && !chain->faulted)
			fault(verifier, false, chain->landlord_id, chain->last, "the landlord's chain has no head");
	}
	if (verifier->cell && verifier->last != head && !verifier->cell_faulted)
		fault(verifier, true, 0, (verifier->last < head ? verifier->last : head) + 1,
		    "the log counts %llu rows, and the last is %llu", (unsigned long long)head,
		    (unsigned long long)verifier->last);
}

void
verifier_free(struct verifier *verifier)
{
	free(verifier->chains);
}
