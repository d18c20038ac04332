/* reporting hears everything, keeps the figures as the events come, and answers how we are doing. */
#include "reporting/hears.h"
#include "reporting/questions.h"
#include "reporting/state.h"

int
main(int argc, char **argv)
{
	static const enum speaker upstream[] = { SPEAKER_INTAKE, SPEAKER_ROUTING, SPEAKER_SLA, SPEAKER_NOTIFICATION };
	static const struct judge judge = {
		.service = {
			.name = "reporting",
			.what = "Keeps the figures as the events come, and answers for them.",
			.speaker = SPEAKER_REPORTING,
			.settings = REPORTING_SETTINGS,
			.listen = "REDRESS_LISTEN_REPORTING",
			.routes = REPORTING_ROUTES,
			.admit = admit_caller,
			.landlord = WHOLE_CELL,
			.load = state_load,
			.start = state_start,
			.stop = state_stop,
			.free = state_free,
		},
		.hears = upstream,
		.hears_count = 4,
		.handlers = REPORTING_HEARS,
		.wave_done = keep_figures,
	};

	return judge_main(&judge, argc, argv);
}
