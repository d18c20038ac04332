/* What intake does with a post: read it, seal it, unseal it, write it for a consumer. What was accepted must come back
 * as it was, and be accepted again. */
#include <stdlib.h>

#include "base/limits.h"
#include "wire/cloudevent.h"
#include "wire/fact.h"
#include "wire/json.h"
#include "wire/seal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct seal_key key = { .id = { "k", 1 } };

static enum seal_found
look_up(void *owner, struct text key_id, uint8_t secret[SEAL_KEY_BYTES], struct error *error)
{
	(void)owner;
	(void)error;
	if (!text_equal(key_id, key.id))
		abort();
	memcpy(secret, key.secret, SEAL_KEY_BYTES);
	return SEAL_FOUND;
}

static void
accept_posted(const struct posted *posted, struct arena *arena)
{
	struct seal_of of = { posted->type, posted->source, posted->id };
	struct event event = {
		.type = posted->type,
		.source = posted->source,
		.id = posted->id,
		.case_ref = posted->subject,
		.landlord = posted->landlord,
		.occurred_at = posted->occurred_at,
		.traceparent = posted->traceparent,
	};
	struct error error = { 0 };
	struct bytes sealed, opened;
	struct readings readings;
	struct fact fact;
	struct text line;

	if (!seal_message(&of, posted->body, &key, arena, &sealed, &error) ||
	    !unseal_message(&of, sealed, look_up, NULL, arena, &opened, &error))
		abort();
	if (opened.len != posted->body.len || memcmp(opened.at, posted->body.at, opened.len) != 0)
		abort();
	event.body = sealed;
	if (posted->kind != FACT_OF_NO_CASE && !fact_decode(&event, arena, &fact, &error))
		abort();
	event.body = opened;
	if (!cloudevent_print(&event, arena, &line, &error))
		abort();
	if (line.len <= LIMIT_EVENT_BYTES &&
	    (!cloudevent_read((struct bytes){ (const uint8_t *)line.at, line.len }, arena, &readings, &error) ||
		!readings.at[0].ok))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct error error = { 0 };
	struct readings readings;

	if (!seal_start(&error))
		abort();
	if (cloudevent_read((struct bytes){ data, size }, &arena, &readings, &error)) {
		for (size_t i = 0; i < readings.count; i++) {
			if (readings.at[i].ok)
				accept_posted(&readings.at[i].posted, &arena);
			else if (readings.at[i].error.text[0] == '\0')
				abort();
		}
	} else if (error.text[0] == '\0') {
		abort();
	}
	arena_free(&arena);
	return 0;
}
