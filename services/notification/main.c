/* notification hears what was judged, says who is to be told of it, and hands it to the channels. */
#include "notification/channel.h"
#include "notification/hears.h"
#include "notification/state.h"

int
main(int argc, char **argv)
{
	static const enum speaker upstream[] = { SPEAKER_INTAKE, SPEAKER_ROUTING, SPEAKER_SLA };
	static const struct judge judge = {
		.service = {
			.name = "notification",
			.what = "Judges who must be told, and tells them.",
			.speaker = SPEAKER_NOTIFICATION,
			.settings = NOTIFICATION_SETTINGS,
			.listen = "REDRESS_LISTEN_NOTIFICATION",
			.load = state_load,
			.start = state_start,
			.stop = state_stop,
			.free = state_free,
		},
		.hears = upstream,
		.hears_count = 3,
		.handlers = NOTIFICATION_HEARS,
		.after_commit = channels_wake,
	};

	return judge_main(&judge, argc, argv);
}
