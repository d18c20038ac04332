/* routing hears facts, and says what each is, whether it is in scope, and whose it is at each stage. */
#include "routing/hears.h"
#include "routing/state.h"

int
main(int argc, char **argv)
{
	static const enum speaker upstream[] = { SPEAKER_INTAKE };
	static const struct judge judge = {
		.service = {
			.name = "routing",
			.what = "Judges what came in, whether it is in scope, and who owns it at each stage.",
			.speaker = SPEAKER_ROUTING,
			.settings = ROUTING_SETTINGS,
			.listen = "REDRESS_LISTEN_ROUTING",
			.load = state_load,
			.start = state_start,
			.stop = state_stop,
			.free = state_free,
		},
		.hears = upstream,
		.hears_count = 1,
		.handlers = ROUTING_HEARS,
		.wave_done = judge_wave,
	};

	return judge_main(&judge, argc, argv);
}
