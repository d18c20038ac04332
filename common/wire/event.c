#include "wire/event.h"

static const char *const names[] = {
	[SPEAKER_INTAKE] = "intake",
	[SPEAKER_ROUTING] = "routing",
	[SPEAKER_SLA] = "sla",
	[SPEAKER_NOTIFICATION] = "notification",
	[SPEAKER_REPORTING] = "reporting",
};

const char *
speaker_name(enum speaker speaker)
{
	return names[speaker];
}

bool
speaker_from_name(struct text name, enum speaker *speaker)
{
	for (int i = 0; i < SPEAKERS; i++) {
		if (text_equal(text_of(names[i]), name)) {
			*speaker = (enum speaker)i;
			return true;
		}
	}
	return false;
}
