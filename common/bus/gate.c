#include "bus/gate.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <zmq.h>

enum { KEY_BYTES = 32, REQUEST_FRAMES = 7 };

struct entry {
	unsigned char key[KEY_BYTES];
	enum bus_zone zone;
	char *user_id;
};

struct table {
	struct entry *entries; /* in order of key and zone */
	size_t count;
	struct arena arena;
};

struct gate {
	void *zap;
	pthread_t thread;
	pthread_mutex_t lock;
	struct table table; /* under the lock */
};

const char *
gate_domain(enum bus_zone zone)
{
	return zone == BUS_INSIDE ? "inside" : "public";
}

static int
entry_compare(const void *a, const void *b)
{
	const struct entry *left = a;
	const struct entry *right = b;
	int order = memcmp(left->key, right->key, KEY_BYTES);

	return order != 0 ? order : (int)left->zone - (int)right->zone;
}

struct request {
	zmq_msg_t frames[REQUEST_FRAMES];
	size_t count;
	bool whole; /* the frames of ZAP 1.0 for CURVE, no more and no less */
};

/* False when the context is shutting down. */
static bool
request_receive(void *zap, struct request *request)
{
	zmq_msg_t spare;
	zmq_msg_t *frame;
	bool more = true;

	request->count = 0;
	request->whole = true;
	while (more) {
		bool room = request->count < REQUEST_FRAMES;

		frame = room ? &request->frames[request->count] : &spare;
		zmq_msg_init(frame);
		while (zmq_msg_recv(frame, zap, 0) < 0)
			if (errno != EINTR)
				return false;
		more = zmq_msg_more(frame) != 0;
		request->whole = request->whole && room;
		if (room)
			request->count++;
		else
			zmq_msg_close(frame);
	}
	if (request->count != REQUEST_FRAMES || zmq_msg_size(&request->frames[6]) != KEY_BYTES)
		request->whole = false;
	return true;
}

static void
request_free(struct request *request)
{
	for (size_t i = 0; i < request->count; i++)
		zmq_msg_close(&request->frames[i]);
}

static bool
frame_is(zmq_msg_t *frame, const char *word)
{
	return zmq_msg_size(frame) == strlen(word) && memcmp(zmq_msg_data(frame), word, strlen(word)) == 0;
}

/* Who it is, copied while the lock is held; NULL: nobody we know. */
static char *
user_of(struct gate *gate, struct request *request)
{
	struct entry wanted = { .zone = BUS_PUBLIC };
	struct entry *found = NULL;
	char *user_id = NULL;

	if (!request->whole || !frame_is(&request->frames[0], "1.0") || !frame_is(&request->frames[5], "CURVE"))
		return NULL;
	if (frame_is(&request->frames[2], gate_domain(BUS_INSIDE)))
		wanted.zone = BUS_INSIDE;
	else if (!frame_is(&request->frames[2], gate_domain(BUS_PUBLIC)))
		return NULL;
	memcpy(wanted.key, zmq_msg_data(&request->frames[6]), KEY_BYTES);
	pthread_mutex_lock(&gate->lock);
	if (gate->table.count > 0)
		found = bsearch(
		    &wanted, gate->table.entries, gate->table.count, sizeof(*gate->table.entries), entry_compare);
	if (found != NULL)
		user_id = strdup(found->user_id);
	pthread_mutex_unlock(&gate->lock);
	return user_id;
}

static void
answer(struct gate *gate, struct request *request)
{
	char *user_id = user_of(gate, request);
	const char *status = user_id != NULL ? "200" : "400";

	zmq_send(gate->zap, "1.0", 3, ZMQ_SNDMORE);
	if (request->count > 1)
		zmq_send(gate->zap, zmq_msg_data(&request->frames[1]), zmq_msg_size(&request->frames[1]), ZMQ_SNDMORE);
	else
		zmq_send(gate->zap, "", 0, ZMQ_SNDMORE);
	zmq_send(gate->zap, status, 3, ZMQ_SNDMORE);
	zmq_send(gate->zap, "", 0, ZMQ_SNDMORE);
	zmq_send(gate->zap, user_id != NULL ? user_id : "", user_id != NULL ? strlen(user_id) : 0, ZMQ_SNDMORE);
	zmq_send(gate->zap, "", 0, 0);
	free(user_id);
}

static void *
gate_run(void *argument)
{
	struct gate *gate = argument;
	struct request request;

	while (request_receive(gate->zap, &request)) {
		answer(gate, &request);
		request_free(&request);
	}
	request_free(&request);
	zmq_close(gate->zap);
	return NULL;
}

bool
gate_open(struct gate **out, void *context, struct error *error)
{
	struct gate *gate = calloc(1, sizeof(*gate));
	sigset_t all, before;
	int linger = 0;
	int failed;

	if (gate == NULL)
		return error_set(error, ERROR_INTERNAL, "out of memory");
	gate->zap = zmq_socket(context, ZMQ_REP);
	if (gate->zap == NULL || zmq_bind(gate->zap, "inproc://zeromq.zap.01") != 0) {
		error_set(error, ERROR_INTERNAL, "the key gate cannot start: %s", zmq_strerror(errno));
		if (gate->zap != NULL)
			zmq_close(gate->zap);
		free(gate);
		return false;
	}
	zmq_setsockopt(gate->zap, ZMQ_LINGER, &linger, sizeof(linger));
	pthread_mutex_init(&gate->lock, NULL);
	/* Signals are for the loop. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	failed = pthread_create(&gate->thread, NULL, gate_run, gate);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (failed != 0) {
		zmq_close(gate->zap);
		pthread_mutex_destroy(&gate->lock);
		free(gate);
		return error_set(error, ERROR_INTERNAL, "the key gate's thread cannot start: %s", strerror(failed));
	}
	*out = gate;
	return true;
}

static struct text
hexadecimal(const unsigned char key[KEY_BYTES], struct arena *arena)
{
	char *digits = arena_alloc(arena, 2 * KEY_BYTES + 1);

	for (size_t i = 0; i < KEY_BYTES; i++)
		snprintf(digits + 2 * i, 3, "%02x", key[i]);
	return (struct text){ digits, (size_t)(2 * KEY_BYTES) };
}

bool
gate_admit(struct gate *gate, const struct bus_credential *credentials, size_t count, struct error *error)
{
	struct table table = { 0 };
	struct table before;

	table.entries = arena_array(&table.arena, count, sizeof(*table.entries));
	for (size_t i = 0; i < count; i++) {
		struct entry *entry = &table.entries[table.count++];
		struct bus_user user = credentials[i].user;

		if (!bus_key_to_bytes(credentials[i].public_key, entry->key, error)) {
			arena_free(&table.arena);
			return false;
		}
		entry->zone = credentials[i].zone;
		user.key = hexadecimal(entry->key, &table.arena);
		entry->user_id = bus_user_format(&user, &table.arena);
	}
	qsort(table.entries, table.count, sizeof(*table.entries), entry_compare);
	for (size_t i = 1; i < table.count; i++) {
		if (entry_compare(&table.entries[i - 1], &table.entries[i]) != 0)
			continue;
		error_set(error, ERROR_CONFLICT, "users \"%s\" and \"%s\" have the same CURVE key",
		    table.entries[i - 1].user_id, table.entries[i].user_id);
		arena_free(&table.arena);
		return false;
	}
	pthread_mutex_lock(&gate->lock);
	before = gate->table;
	gate->table = table;
	pthread_mutex_unlock(&gate->lock);
	arena_free(&before.arena);
	return true;
}

void
gate_close(struct gate *gate)
{
	if (gate == NULL)
		return;
	pthread_join(gate->thread, NULL);
	pthread_mutex_destroy(&gate->lock);
	arena_free(&gate->table.arena);
	free(gate);
}
