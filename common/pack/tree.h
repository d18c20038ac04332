/* YAML or JSON as a tree of places and texts, nothing interpreted: no aliases, anchors, tags, or second documents. */
#ifndef REDRESS_PACK_TREE_H
#define REDRESS_PACK_TREE_H

#include "pack/problem.h"

enum {
	TREE_DEPTH_MAX = 12,
};

enum node_kind {
	NODE_SCALAR,
	NODE_LIST,
	NODE_MAPPING,
};

struct node {
	enum node_kind kind;
	size_t offset; /* of its first byte in the text */
	struct text value;
	bool plain;	  /* a scalar without quotes */
	struct node *key; /* in a mapping: what stands before the colon */
	struct node *first, *next;
	size_t count; /* of children */
};

/* A text being read: its name, its bytes and where its problems go. */
struct source {
	const char *file;
	struct text text;
	struct problems *problems;
};

/* The tree, in `arena`; NULL when the text is not a tree at all, with problems. What is refused inside a tree (aliases,
 * keys given twice ...) is a problem too, and left out of it. `json` holds it to JSON's grammar. */
struct node *tree_read(struct arena *arena, const struct source *source, size_t size_max, bool json);

/* A problem at the node. */
#define tree_problem(source, node, ...) \
	problem_add((source)->problems, (source)->file, (source)->text, (node)->offset, __VA_ARGS__)

/* The child with this key, or NULL. */
const struct node *tree_child(const struct node *mapping, const char *key);

#endif
