/* intake takes facts from landlord systems, over ZeroMQ and HTTP, and puts them into the log: accepted means committed.
 */
#include "intake/edges.h"
#include "intake/state.h"

int
main(int argc, char **argv)
{
	static const struct service service = {
		.name = "intake",
		.what = "Takes facts from landlord systems and commits them to the event log.",
		.speaker = SPEAKER_INTAKE,
		.settings = INTAKE_SETTINGS,
		.listen = "REDRESS_LISTEN_INTAKE",
		.routes = INTAKE_ROUTES,
		.admit = admit_caller,
		.load = state_load,
		.start = state_start,
		.stop = state_stop,
		.free = state_free,
	};

	return service_main(&service, argc, argv);
}
