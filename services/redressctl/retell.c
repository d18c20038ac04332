#include "redressctl/retell.h"

#include "store/log.h"
#include "wire/message.h"

enum { PAGE_ROWS = 5000 };

bool
retell_log(struct store *store, uint64_t head, struct arena *arena, void (*take)(void *self, const struct event *event),
    void *self, struct error *error)
{
	for (uint64_t from = 1; from <= head;) {
		struct log_events events;

		if (!log_read_positions(store, from, head, PAGE_ROWS, arena, &events, error))
			return false;
		if (events.count == 0)
			break;
		for (size_t i = 0; i < events.count; i++)
			take(self, &events.at[i]);
		from = events.at[events.count - 1].position + 1;
	}
	return true;
}

bool
retell_root(struct simulator *simulator, const struct event *root, struct error *error)
{
	struct instant to = root->said_at;

	if (event_is_of_time(root)) {
		if (event_is(root, "TimeAdvanced")
			? !time_advanced_decode(root->body, &to, error)
			: event_is(root, "DueReached") && !due_reached_decode(root->body, &to, error))
			return false;
		simulator_advance(simulator, to);
		return true;
	}
	if (root->landlord_id == 0)
		return simulator_take(simulator, root, root->said_at, error);
	return root->speaker != SPEAKER_INTAKE || simulator_hear(simulator, root, root->said_at, error);
}
