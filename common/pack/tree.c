#include "pack/tree.h"

#include <jansson.h>
#include <libfyaml.h>

#include "base/limits.h"
#include "base/utf8.h"

struct builder {
	struct arena *arena;
	const struct source *source;
	struct node *root;
	struct node *open[TREE_DEPTH_MAX]; /* lists and mappings not yet ended */
	struct node *last[TREE_DEPTH_MAX]; /* their last child */
	struct node *key[TREE_DEPTH_MAX];  /* of a mapping, waiting for its value */
	bool skips_value[TREE_DEPTH_MAX];  /* the waiting key was refused */
	size_t depth;
	bool failed;
};

const struct node *
tree_child(const struct node *mapping, const char *key)
{
	for (const struct node *child = mapping->first; child != NULL; child = child->next) {
		if (child->key != NULL && text_equal(child->key->value, text_of(key)))
			return child;
	}
	return NULL;
}

/* Whole characters, and no NUL. */
static bool
text_is_clean(struct text text)
{
	while (text.len > 0) {
		size_t length = utf8_length(text);

		if (length == 0 || text.at[0] == '\0')
			return false;
		text = (struct text){ text.at + length, text.len - length };
	}
	return true;
}

/* What libfyaml cannot be trusted with: size, encoding and control characters. */
static bool
text_is_fit(const struct source *source, size_t size_max)
{
	struct text rest = source->text;

	if (source->text.len > size_max) {
		problem_add(source->problems, source->file, source->text, 0, "%zu bytes: at most %zu are read",
		    source->text.len, size_max);
		return false;
	}
	while (rest.len > 0) {
		size_t length = utf8_length(rest);
		unsigned char first = (unsigned char)rest.at[0];
		size_t offset = (size_t)(rest.at - source->text.at);

		if (length == 0) {
			problem_add(source->problems, source->file, source->text, offset, "not valid UTF-8");
			return false;
		}
		if (length == 3 && memcmp(rest.at, "\xef\xbb\xbf", 3) == 0) {
			problem_add(source->problems, source->file, source->text, offset, "a byte order mark");
			return false;
		}
		if (first == 0x7f || (first < 0x20 && first != '\n' && first != '\r')) {
			problem_add(source->problems, source->file, source->text, offset,
			    first == '\t' ? "a tab: indent with spaces" : "a control character (0x%02x)", first);
			return false;
		}
		rest = (struct text){ rest.at + length, rest.len - length };
	}
	return true;
}

static struct node *
node_new(struct builder *builder, enum node_kind kind, const struct fy_mark *mark)
{
	struct node *node = arena_alloc(builder->arena, sizeof(*node));

	node->kind = kind;
	if (mark != NULL)
		node->offset = mark->input_pos;
	else if (builder->depth > 0 && builder->key[builder->depth - 1] != NULL)
		node->offset = builder->key[builder->depth - 1]->offset;
	return node;
}

/* libfyaml's marks stand behind a quote, or an alias's star; a reader looks for the sign itself. */
static void
step_back(struct text text, struct node *node, const char *signs)
{
	if (node->offset > 0 && node->offset <= text.len && strchr(signs, text.at[node->offset - 1]) != NULL &&
	    !node->plain)
		node->offset--;
}

static bool
key_is_taken(const struct node *mapping, struct text key)
{
	for (const struct node *child = mapping->first; child != NULL; child = child->next) {
		if (text_equal(child->key->value, key))
			return true;
	}
	return false;
}

/* A node in the place of a key: refused when it is no word, or was given before. */
static void
take_key(struct builder *builder, struct node *node)
{
	size_t top = builder->depth - 1;

	builder->key[top] = node;
	if (node->kind != NODE_SCALAR) {
		tree_problem(builder->source, node, "a key must be a word");
		builder->skips_value[top] = true;
	} else if (key_is_taken(builder->open[top], node->value)) {
		tree_problem(builder->source, node, "key '%.*s' is given twice", TEXT_ARG(node->value));
		builder->skips_value[top] = true;
	}
}

/* Hangs `node` where the reading has got to. */
static void
place(struct builder *builder, struct node *node)
{
	size_t top = builder->depth - 1;
	struct node *parent;

	if (builder->depth == 0) {
		builder->root = node;
		return;
	}
	parent = builder->open[top];
	if (parent->kind == NODE_MAPPING && builder->key[top] == NULL) {
		take_key(builder, node);
		return;
	}
	if (parent->kind == NODE_MAPPING) {
		bool skipped = builder->skips_value[top];

		node->key = builder->key[top];
		builder->key[top] = NULL;
		builder->skips_value[top] = false;
		if (skipped)
			return;
	}
	if (builder->last[top] == NULL)
		parent->first = node;
	else
		builder->last[top]->next = node;
	builder->last[top] = node;
	parent->count++;
}

static void
open_node(struct builder *builder, struct node *node)
{
	place(builder, node);
	if (builder->depth == TREE_DEPTH_MAX) {
		tree_problem(builder->source, node, "nested deeper than %d", TREE_DEPTH_MAX);
		builder->failed = true;
		return;
	}
	builder->open[builder->depth] = node;
	builder->last[builder->depth] = NULL;
	builder->key[builder->depth] = NULL;
	builder->skips_value[builder->depth] = false;
	builder->depth++;
}

static void
refuse_marks(struct builder *builder, const struct node *node, struct fy_token *anchor, struct fy_token *tag)
{
	if (anchor != NULL)
		tree_problem(builder->source, node, "anchors (&name) are not read: write it out");
	if (tag != NULL)
		tree_problem(builder->source, node, "tags (!name) are not read");
}

static void
take_scalar(struct builder *builder, struct fy_event *event, const struct fy_mark *mark)
{
	struct node *node = node_new(builder, NODE_SCALAR, mark);

	node->plain = true;
	if (event->scalar.value != NULL) {
		size_t length = 0;
		const char *text = fy_token_get_text(event->scalar.value, &length);

		if (text != NULL)
			node->value = arena_text(builder->arena, (struct text){ text, length });
		node->plain = fy_token_scalar_style(event->scalar.value) == FYSS_PLAIN;
		step_back(builder->source->text, node, "\"'");
	}
	if (!text_is_clean(node->value)) {
		tree_problem(builder->source, node, "an escape that is no character");
		node->value = TEXT("");
	}
	refuse_marks(builder, node, event->scalar.anchor, event->scalar.tag);
	place(builder, node);
}

static void
take_event(struct builder *builder, struct fy_event *event, unsigned *documents)
{
	const struct fy_mark *mark = fy_event_start_mark(event);
	struct node *node;

	switch (event->type) {
	case FYET_DOCUMENT_START:
		if (++*documents > 1) {
			node = node_new(builder, NODE_SCALAR, mark);
			tree_problem(builder->source, node, "a second document begins: one file, one pack");
			builder->failed = true;
		}
		break;
	case FYET_SCALAR:
		take_scalar(builder, event, mark);
		break;
	case FYET_ALIAS:
		node = node_new(builder, NODE_SCALAR, mark);
		step_back(builder->source->text, node, "*");
		tree_problem(builder->source, node, "aliases (*name) are not read: write it out");
		place(builder, node);
		break;
	case FYET_SEQUENCE_START:
		node = node_new(builder, NODE_LIST, mark);
		refuse_marks(builder, node, event->sequence_start.anchor, event->sequence_start.tag);
		open_node(builder, node);
		break;
	case FYET_MAPPING_START:
		node = node_new(builder, NODE_MAPPING, mark);
		refuse_marks(builder, node, event->mapping_start.anchor, event->mapping_start.tag);
		open_node(builder, node);
		break;
	case FYET_SEQUENCE_END:
	case FYET_MAPPING_END:
		builder->depth--;
		break;
	default:
		break;
	}
}

/* The byte at which line `line`, column `column` (both from 0) stands. */
static size_t
offset_of(struct text text, int line, int column)
{
	size_t at = 0;

	for (; line > 0 && at < text.len; at++)
		line -= text.at[at] == '\n';
	while (column > 0 && at < text.len && text.at[at] != '\n') {
		at++;
		while (at < text.len && ((unsigned char)text.at[at] & 0xc0) == 0x80)
			at++;
		column--;
	}
	return at;
}

static void
report_syntax(const struct source *source, struct fy_diag *diag)
{
	struct fy_diag_error *found;
	void *cursor = NULL;
	bool any = false;

	while ((found = fy_diag_errors_iterate(diag, &cursor)) != NULL) {
		size_t offset = found->line < 0 ? 0 : offset_of(source->text, found->line - 1, found->column - 1);

		problem_add(source->problems, source->file, source->text, offset, "%s%s",
		    found->msg == NULL ? "not YAML" : found->msg,
		    found->msg != NULL && strstr(found->msg, "nested block mapping on the same line") != NULL
			? ": a text with a colon and a space in it is written in quotes"
			: "");
		any = true;
	}
	if (!any)
		problem_add(
		    source->problems, source->file, source->text, source->text.len, "not YAML: it ends too soon");
}

/* libfyaml takes more for JSON than JSON is. */
static bool
json_is_strict(const struct source *source)
{
	json_error_t found;
	json_t *json = json_loadb(source->text.at, source->text.len, JSON_REJECT_DUPLICATES, &found);

	if (json != NULL) {
		json_decref(json);
		return true;
	}
	problem_add(source->problems, source->file, source->text, found.position > 0 ? (size_t)found.position - 1 : 0,
	    "not JSON: %s", found.text);
	return false;
}

static void
discard(struct fy_diag *diag, void *user, const char *text, size_t length)
{
	(void)diag;
	(void)user;
	(void)text;
	(void)length;
}

static bool
build(struct builder *builder, struct fy_parser *parser)
{
	unsigned documents = 0;
	bool ended = false;

	while (!ended && !builder->failed) {
		struct fy_event *event = fy_parser_parse(parser);

		if (event == NULL)
			return false;
		ended = event->type == FYET_STREAM_END;
		take_event(builder, event, &documents);
		fy_parser_event_free(parser, event);
	}
	return true;
}

struct node *
tree_read(struct arena *arena, const struct source *source, size_t size_max, bool json)
{
	struct builder builder = { .arena = arena, .source = source };
	struct fy_diag_cfg quiet;
	struct fy_parse_cfg config = {
		.flags = FYPCF_QUIET | FYPCF_DEFAULT_VERSION_1_2 | (json ? FYPCF_JSON_FORCE : FYPCF_JSON_NONE),
	};
	struct fy_parser *parser;

	if (!text_is_fit(source, size_max) || (json && !json_is_strict(source)))
		return NULL;
	fy_diag_cfg_default(&quiet);
	quiet.output_fn = discard;
	config.diag = fy_diag_create(&quiet);
	fy_diag_set_collect_errors(config.diag, true);
	parser = fy_parser_create(&config);
	if (parser == NULL || fy_parser_set_string(parser, source->text.at, source->text.len) != 0) {
		problem_add(source->problems, source->file, source->text, 0, "cannot be read: out of memory");
		builder.failed = true;
	} else if (!build(&builder, parser)) {
		report_syntax(source, config.diag);
		builder.failed = true;
	}
	fy_parser_destroy(parser);
	fy_diag_destroy(config.diag);
	if (builder.failed)
		return NULL;
	if (builder.root == NULL)
		problem_add(source->problems, source->file, source->text, 0, "there is nothing in it");
	return builder.root;
}
