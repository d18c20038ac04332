/* The facts with most in them. Of common/wire alone. */
#ifndef REDRESS_WIRE_FACT_CONTACT_H
#define REDRESS_WIRE_FACT_CONTACT_H

#include "domain/fact.h"
#include "redress/v1/landlord.pb-c.h"

/* NO_DAY when empty. */
int32_t fact_day(const char *date);
bool fact_is_given(const char *string);
uint16_t fact_count(uint32_t count);

void fact_contact(const Redress__V1__ContactReceived *from, struct fact *fact);
void fact_compliment(const Redress__V1__ComplimentReceived *from, struct fact *fact);

#endif
