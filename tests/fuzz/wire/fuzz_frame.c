/* What a daemon does with a frame: unpack it, decode whatever it holds, and write it for a consumer. What unpacks must
 * pack again, and a judgement that decodes must come back the same. */
#include <stdlib.h>

#include "base/limits.h"
#include "wire/cloudevent.h"
#include "wire/fact.h"
#include "wire/frame.h"
#include "wire/judgement.h"
#include "wire/message.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
say_again(const struct judgement *judgement, struct arena *arena)
{
	struct error error = { 0 };
	struct judgement heard;
	struct event event;

	if (!judgement_encode(judgement, NULL, NULL, TEXT("C-1"), arena, &event, &error))
		return;
	if (!judgement_decode(&event, arena, &heard, &error) || !judgement_same_key(judgement, &heard) ||
	    !judgement_same_content(judgement, &heard))
		abort();
}

static void
decode(const struct event *event, struct arena *arena)
{
	struct error error = { 0 };
	struct judgement judgement;
	struct withdrawal withdrawal;
	struct message_queued queued;
	struct holiday_proclaimed holiday;
	struct instant at;
	struct fact fact;
	struct text line;

	fact_decode(event, arena, &fact, &error);
	if (judgement_decode(event, arena, &judgement, &error))
		say_again(&judgement, arena);
	withdrawal_decode(event, arena, &withdrawal, &error);
	message_queued_decode(event->body, arena, &queued, &error);
	holiday_proclaimed_decode(event->body, arena, &holiday, &error);
	time_advanced_decode(event->body, &at, &error);
	cloudevent_print(event, arena, &line, &error);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes input = { data, size }, again;
	struct arena arena = { 0 };
	struct error error = { 0 };
	struct progress progress;
	struct event event;

	frame_unpack_progress(input, &progress, &error);
	if (frame_unpack_event(input, &arena, &event, &error)) {
		if (!frame_pack_event(&event, &arena, &again) && again.len <= LIMIT_FRAME_BYTES)
			abort();
		decode(&event, &arena);
	}
	arena_free(&arena);
	return 0;
}
