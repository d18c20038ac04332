#include "redressctl/demo/words.h"

#include <string.h>

#define PICK(list, random) (list)[random_next(random) % (sizeof(list) / sizeof((list)[0]))]

enum { OPENINGS = 5 };

static const struct {
	const char *category, *service_area;
	const char *complaint[OPENINGS];
	const char *request[2];
} topics[] = {
	{ "Complaint Handling", "customer-service",
	    { "I complained in writing and no one has answered.",
		"Nobody can tell me what became of my last complaint.",
		"Each time I ring I have to tell the whole story again.", "I was promised a call back three times.",
		"The letter I got answers a question I never asked." },
	    { "Please ring me back about my open report.", "Please send me a copy of the last letter." } },
	{ "Repairs & Maintenance", "repairs",
	    { "The boiler has been mended twice and fails again.", "The front door no longer locks.",
		"The kitchen window was left without a handle.", "The workman came, took a picture and never returned.",
		"The bathroom fan hums all night and moves no air." },
	    { "The kitchen tap drips.", "The light on the landing is out." } },
	{ "Damp & Mould", "repairs",
	    { "Mould is back behind the wardrobe in the children's room.", "The bedroom wall is wet to the touch.",
		"We wipe black spots from the ceiling each week.",
		"The survey found damp and nothing was done about it.",
		"Clothes go grey in the cupboard by the outer wall." },
	    { "There is a damp patch above the skirting board.",
		"Please look at the mould around the bathroom window." } },
	{ "Anti-Social Behaviour (ASB)", "neighbourhoods",
	    { "Music from the flat above goes on until three.",
		"My reports about the shouting were closed without a word.",
		"Motorbikes are ridden across the green every evening.", "The diary sheets I sent were never read.",
		"People who do not live here sleep in the stairwell." },
	    { "Please send me diary sheets for noise.", "There is rubbish dumped by the bin store." } },
	{ "Leaks & Water Ingress", "repairs",
	    { "Water comes through the ceiling when the neighbours bathe.", "Rain runs down the inside of the window.",
		"The leak under the sink has ruined the floor.", "The roof was patched and drips in the same place.",
		"The tank overflows down the outer wall." },
	    { "The overflow pipe is running.", "A pipe under the basin is wet." } },
	{ "Estate Management", "estates",
	    { "The lift has been out for most of the month.", "The grass was not cut all summer.",
		"The car park lights have been dark since the clocks changed.",
		"The bin store is locked and no one has a key.",
		"The gate bangs all night because its closer is broken." },
	    { "The street lamp by the garages is out.", "Please empty the litter bin by the playground." } },
	{ "Rent & Service Charges", "income",
	    { "I was charged for a gardener we do not have.", "My account shows arrears that I paid in spring.",
		"The service charge doubled and no one can say why.", "The refund I was promised has not come.",
		"I got a warning letter for a debt that is not mine." },
	    { "Please send me a rent statement.", "Please change the day my rent is taken." } },
	{ "Pest Control", "estates",
	    { "Mice come in under the kitchen units.", "The wasps' nest in the eaves was sprayed once and left.",
		"Pigeons nest on the balcony above and foul ours.",
		"The bait boxes are empty and the rats are not gone.", "Ants come through the bathroom floor again." },
	    { "There are mice in the shed row.", "There is a wasps' nest by the door." } },
	{ "Rehousing & Allocations", "lettings",
	    { "My transfer form was lost and I lost my place.",
		"We were offered a flat that a wheelchair cannot enter.", "My banding was changed without a letter.",
		"I was told of the viewing a day after it.", "The medical evidence I sent was not looked at." },
	    { "Please tell me where I am on the list.", "Please send me the transfer form." } },
	{ "Other", "customer-service",
	    { "Staff came in without ringing the bell.", "My details were given to the wrong contractor.",
		"The form on the web site loses what I type.", "I was spoken to rudely at the counter.",
		"The parking permit I paid for never came." },
	    { "Please update my telephone number.", "Please send me a parking permit." } },
};

static const char *const since[] = { "It has been like this for weeks.", "I first said so in the spring.",
	"This is the fourth time I report it.", "It started after the last visit.", "It gets worse each month.",
	"My neighbours have the same.", "I have kept a list of every call.", "The children notice it too." };
static const char *const wanted[] = { "I want a date and I want it kept.", "Please put it right and say sorry.",
	"I would like someone to come and look.", "I want to know who is dealing with it.", "I want my costs back.",
	"Please do not send me round in circles again.", "I want it written down what will be done." };
static const char *const compliments[] = { "The plasterer was tidy, kind and on time.",
	"Thank you for ringing back the same day.", "The caretaker keeps our stairs spotless.",
	"The young man at the counter found the mistake at once.", "The new kitchen is better than we hoped." };
static const char *const suggestions[] = { "Please text us an hour before a visit.",
	"A bench by the bus stop would help the older ones.", "Put the bin days on the web site.",
	"Let us choose a morning or an afternoon.", "Show which repairs are open on our street." };
static const char *const enquiries[] = { "When is the gas check due?", "Who cuts the hedge behind number nine?",
	"May I paint the front door?", "How do I add my daughter to the tenancy?",
	"Which day are the windows cleaned?" };
static const char *const delays[] = { "The contractor's report is not here yet.", "A second survey is needed.",
	"The officer who knows the case is ill.", "We wait for the neighbour's account.",
	"The part has to be ordered." };
static const char *const actions[] = { "Renew the seals and make good",
	"Carry out a damp survey and the works it finds", "Write a new repair order and attend",
	"Correct the account and confirm it in writing", "Visit the estate with the customer",
	"Replace the extractor fan" };
static const char *const lessons[] = { "Book the second visit before leaving the first.",
	"Ring on the day promised, even without news.", "Send photographs with the order.",
	"Read the history before answering.", "Tell the contractor who is vulnerable." };
static const char *const disputes[] = { "The answer leaves out the second leak.", "The work was promised and not done.",
	"The amount does not cover what I lost.", "Nobody asked me before deciding.",
	"It blames me for something that is yours to mend." };
static const char *const given[] = { "Grace", "Tomasz", "Aisha", "Colin", "Mei", "Patrick", "Olu", "Shirley", "Dinesh",
	"Karen", "Joan", "Luca", "Fatima", "Gareth", "Ruth", "Stefan", "Beth", "Imran", "Nora", "Kwame" };
static const char *const family[] = { "Okafor", "Nowak", "Rahman", "Hughes", "Chen", "Doyle", "Adeyemi", "Bell",
	"Patel", "Stone", "Marsh", "Rossi", "Hussain", "Price", "Cole", "Popov", "Lamb", "Malik", "Dunn", "Mensah" };
static const char *const streets[] = { "Larch Close", "Mill Row", "Station Terrace", "Elder Court", "Ferry Lane",
	"Quarry View", "Chapel Walk", "Harbour House", "Beech Avenue", "Smithy Yard" };

static size_t
topic(const char *category)
{
	const size_t count = sizeof topics / sizeof topics[0];

	for (size_t i = 0; i < count; i++)
		if (strcmp(topics[i].category, category) == 0)
			return i;
	return count - 1;
}

const char *
words_service_area(const char *category)
{
	return topics[topic(category)].service_area;
}

const char *
words_complaint(const char *category, struct random *random, struct arena *arena)
{
	const char *opening = topics[topic(category)].complaint[random_next(random) % OPENINGS];
	const char *second = PICK(since, random);

	return arena_printf(arena, "%s %s %s", opening, second, PICK(wanted, random));
}

const char *
words_request(const char *category, struct random *random)
{
	return topics[topic(category)].request[random_next(random) % 2];
}

const char *
words_compliment(struct random *random)
{
	return PICK(compliments, random);
}

const char *
words_suggestion(struct random *random)
{
	return PICK(suggestions, random);
}

const char *
words_enquiry(struct random *random)
{
	return PICK(enquiries, random);
}

const char *
words_delay(struct random *random)
{
	return PICK(delays, random);
}

const char *
words_action(struct random *random)
{
	return PICK(actions, random);
}

const char *
words_lesson(struct random *random)
{
	return PICK(lessons, random);
}

const char *
words_dispute(struct random *random)
{
	return PICK(disputes, random);
}

const char *
words_name(struct random *random, struct arena *arena)
{
	const char *first = PICK(given, random);

	return arena_printf(arena, "%s %s", first, PICK(family, random));
}

const char *
words_address(struct random *random, struct arena *arena)
{
	int number = random_between(random, 1, 120);

	return arena_printf(arena, "%d %s", number, PICK(streets, random));
}
