#include "notification/hears.h"

#include "domain/judgement.h"
#include "runtime/desk.h"

#define SAID(suffix, name, word, judge) \
	{ .type = "redress.v1." name, .on = on_judgement, .why = "tell whoever the pack names" },
#define BOOK(name)                                                                                            \
	{                                                                                                     \
		.type = "redress.v1." name, .on = desk_on_book, .why = "a pack or calendar comes into force", \
		.alone = true                                                                                 \
	}

const struct handler NOTIFICATION_HEARS[] = {
	JUDGEMENT_KINDS(SAID){
	    .type = "redress.v1.JudgementWithdrawn", .on = on_withdrawn, .why = "what was told no longer stands" },
	BOOK("PackPutInForce"),
	BOOK("CalendarPutInForce"),
	BOOK("HolidayProclaimed"),
	{ .type = NULL },
};
