/* sla hears facts, routing and time, and says what is owed by when, and whether it was done. */
#include "sla/hears.h"
#include "sla/state.h"

int
main(int argc, char **argv)
{
	static const enum speaker upstream[] = { SPEAKER_INTAKE, SPEAKER_ROUTING };
	static const struct judge judge = {
		.service = {
			.name = "sla",
			.what = "Judges what is owed by when, and whether it was done.",
			.speaker = SPEAKER_SLA,
			.settings = SLA_SETTINGS,
			.listen = "REDRESS_LISTEN_SLA",
			.load = state_load,
			.free = state_free,
		},
		.hears = upstream,
		.hears_count = 2,
		.handlers = SLA_HEARS,
		.wave_done = judge_wave,
		.next_due = dues_next,
	};

	return judge_main(&judge, argc, argv);
}
