/* Every bound in one place, with what happens when it is reached. Pure. */
#ifndef REDRESS_BASE_LIMITS_H
#define REDRESS_BASE_LIMITS_H

enum {
	/* A posted event, and any message on the public ZeroMQ sockets: refused when larger. */
	LIMIT_EVENT_BYTES = 64 * 1024,
	/* A frame between the daemons. */
	LIMIT_FRAME_BYTES = 1024 * 1024,
	/* A batch over HTTP: bytes of the body, and events in it: 413 and 400. */
	LIMIT_HTTP_BODY_BYTES = 4 * 1024 * 1024,
	LIMIT_BATCH_EVENTS = 500,
	LIMIT_JSON_DEPTH = 16,
	/* Elements of all lists of one message: refused when more. */
	LIMIT_MESSAGE_ITEMS = 1024,
	/* Bytes of a posted text that is not personal: a reference, a category. */
	LIMIT_WORD_BYTES = 256,
	/* Seconds an event's time may lie ahead of the clock. */
	LIMIT_FUTURE_SECONDS = 5 * 60,
	/* Characters of an event's id and source. */
	LIMIT_ID_BYTES = 128,
	/* What one commit of a daemon takes on: rows and bytes. */
	LIMIT_SEGMENT_EVENTS = 1000,
	LIMIT_SEGMENT_BYTES = 4 * 1024 * 1024,
	/* Commands a connection may have under way. */
	LIMIT_CREDIT_WINDOW = 256,
	/* Connections a public socket remembers, in all and of one user: the longest idle one is forgotten, or, when
	 * none is idle, the newcomer is refused. */
	LIMIT_CONNECTIONS = 1024,
	LIMIT_USER_CONNECTIONS = 64,
	/* Seconds without a word after which a connection with nothing under way is forgotten. */
	LIMIT_CONNECTION_IDLE_SECONDS = 120,
	/* Bytes of commands under way in one process: beyond it the socket is not read. */
	LIMIT_COMMAND_BYTES = 64 * 1024 * 1024,
	/* Frames of one ZeroMQ message: the rest is thrown away and the message is malformed. */
	LIMIT_MESSAGE_FRAMES = 8,
	/* Events, and their bytes, that wait in memory for earlier ones: the newest are dropped and read by SQL. */
	LIMIT_WINDOW_EVENTS = 8192,
	LIMIT_WINDOW_BYTES = 32 * 1024 * 1024,
	/* Facts of one case: beyond it the case is quarantined, with an alarm. */
	LIMIT_CASE_FACTS = 512,
	/* Judgements standing on one case, of one judge. */
	LIMIT_CASE_JUDGEMENTS = 512,
	/* Suspensions of one case, and dates that one clock had: beyond either the case is quarantined. */
	LIMIT_CASE_SUSPENSIONS = 16,
	LIMIT_CLOCK_DATES = 24,
	/* What one case contributes to the figures: days, measures and labels. Beyond it the case is quarantined. */
	LIMIT_CASE_FIGURES = 1024,
	/* A policy pack and a calendar as posted. */
	LIMIT_PACK_BYTES = 56 * 1024,
	LIMIT_CALENDAR_BYTES = 56 * 1024,
	/* Refusals kept for a source to read. */
	LIMIT_REFUSALS_KEPT = 1000,
	/* Days of the period that figures are asked for, and different counts in the answer: 400 and 413 beyond. */
	LIMIT_FIGURES_DAYS = 3660,
	LIMIT_FIGURES_ROWS = 20000,
	/* Homes of one landlord: 400 beyond. */
	LIMIT_HOMES = 10 * 1000 * 1000,
	/* Rows, and about so many bytes, of one page of an answer: the rest is on the next. */
	LIMIT_PAGE_ROWS = 1000,
	LIMIT_PAGE_BYTES = 4 * 1024 * 1024,
	/* Facts of one page of a register, each of which may ask for all of its case: the rest is on the next. */
	LIMIT_REGISTER_FACTS = 200,
	/* Positions of the log one page may pass over to find what its reader may see. */
	LIMIT_PAGE_POSITIONS = 100 * 1000,
	/* Questions that wait for the database before callers are told to come back. */
	LIMIT_QUESTIONS_WAITING = 1024,
};

#endif
