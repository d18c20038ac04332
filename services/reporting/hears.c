#include "reporting/hears.h"

#include "domain/judgement.h"
#include "runtime/desk.h"

#define FACT(suffix, name) { .type = "redress.v1." name, .on = on_case, .why = "a fact of a case: count it again" },
#define SAID(suffix, name, word, judge) \
	{ .type = "redress.v1." name, .on = on_case, .why = "the case was judged: count it again" },
#define BOOK(name)                                                                                            \
	{                                                                                                     \
		.type = "redress.v1." name, .on = desk_on_book, .why = "a pack or calendar comes into force", \
		.alone = true                                                                                 \
	}

const struct handler REPORTING_HEARS[] = {
	FACT_KINDS(FACT) JUDGEMENT_KINDS(SAID){ .type = "redress.v1.JudgementWithdrawn",
	    .on = on_case,
	    .why = "a judgement was taken back: count it again" },
	BOOK("PackPutInForce"),
	BOOK("CalendarPutInForce"),
	BOOK("HolidayProclaimed"),
	{ .type = NULL },
};
