/* The typed walker: a tree of words, held against tables of fields, becomes structs. Every field of every mapping is a
 * row; what no row names is refused. */
#ifndef REDRESS_PACK_WALK_H
#define REDRESS_PACK_WALK_H

#include "domain/policy.h"
#include "pack/tree.h"
#include "pack/words.h"

enum field_type {
	FIELD_TEXT,	  /* struct text: any sentence */
	FIELD_ID,	  /* struct text: lower-case letters, digits and hyphens */
	FIELD_IDS,	  /* a list of them: array of struct text, at most `most` */
	FIELD_NAME,	  /* struct text: one of `words` */
	FIELD_WORD,	  /* number of `size` bytes: which of `words` */
	FIELD_WORDS,	  /* number of `size` bytes: a bit for each of `words` listed */
	FIELD_MARKS,	  /* a bool for each of `marks` listed */
	FIELD_NUMBER,	  /* number of `size` bytes, `least` to `most` */
	FIELD_FLAG,	  /* bool */
	FIELD_DATE,	  /* int32_t: days since 1970 */
	FIELD_TIME,	  /* uint16_t: minutes since midnight */
	FIELD_LIMIT,	  /* struct limit, of `units` */
	FIELD_LIMITS,	  /* a list of them: array of `size`, at most `most` */
	FIELD_MONTHS,	  /* uint16_t, written {months: n} */
	FIELD_REFERENCE,  /* uint8_t: index of what has this id; 0xff where none */
	FIELD_REFERENCES, /* uint32_t: a bit for the index of each */
	FIELD_MEETS,	  /* alternatives of moments, all of which must happen: array of uint32_t, at most `most` */
	FIELD_MAP,	  /* a mapping of its own, into the struct at `offset` */
	FIELD_LIST,	  /* a list of mappings: array of `size`, at most `most` */
};

enum reference_kind {
	REFERENCE_ROLE,
	REFERENCE_CLOCK,
	REFERENCE_LINE,
	REFERENCE_ORGANISATION,
};

#define UNIT_BIT(unit) (1U << (LIMIT_##unit))

/* A word that sets a bool. */
struct mark {
	const char *word;
	size_t offset;
};

struct mapping;

struct field {
	const char *key;
	enum field_type type;
	bool required;
	enum reference_kind reference;
	size_t offset;	     /* in the mapping's struct */
	size_t size;	     /* of the number, or of one element */
	size_t count_offset; /* of the uint8_t that counts elements */
	uint32_t least, most;
	int64_t otherwise;     /* number when the key is missing */
	unsigned units;	       /* of a limit */
	const char *none_word; /* the word for LIMIT_NONE, or NULL */
	const struct words *words;
	const struct mark *marks;
	size_t mark_count;
	const struct mapping *of;
	const char *says; /* what it is for: in messages, and for whoever reads the tables */
};

/* What may stand in one kind of mapping. */
struct mapping {
	const char *what; /* "clock" */
	bool is_rule;	  /* it has id, cite, decision and because as well, into the struct rule at `rule_offset` */
	size_t rule_offset;
	const struct field *fields;
	size_t count;
};

/* Something read, and where: for checks made afterwards. */
struct place {
	const struct mapping *mapping;
	const struct node *node;
	const void *object;
	struct place *next;
};

struct reference {
	enum reference_kind kind;
	const struct node *node;
	uint8_t *slot;	/* of a FIELD_REFERENCE, */
	uint32_t *bits; /* or of a FIELD_REFERENCES */
	struct reference *next;
};

struct walk {
	const struct source *source;
	struct arena *keep;    /* for texts of the result */
	struct arena *scratch; /* for the rest */
	struct place *places;  /* in the order met */
	struct place **places_end;
	struct reference *references;
	struct reference **references_end;
};

void walk_start(struct walk *walk, const struct source *source, struct arena *keep, struct arena *scratch);
/* Reads `node` into `object`, whose bytes are zero. Problems go to the source. */
void walk_mapping(struct walk *walk, const struct mapping *mapping, const struct node *node, void *object);
/* One field's value into `object`. */
void walk_field(struct walk *walk, const struct field *field, const struct node *node, void *object);
/* The keys that every rule has besides its mapping's own. */
const struct field *walk_rule_fields(size_t *count);
/* Where `object` was read as a `mapping`; NULL when it was not. */
const struct node *walk_place(const struct walk *walk, const struct mapping *mapping, const void *object);
/* Where to point: the value of `key` if it was written, else the whole mapping. */
const struct node *walk_where(
    const struct walk *walk, const struct mapping *mapping, const void *object, const char *key);

#endif
