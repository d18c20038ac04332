-- The negative control: what a log looks like whose numbers come from a sequence, with no lock. Same signatures as
-- deploy/migrations/0004. A reader that follows it by `position > cursor` loses rows.
CREATE SEQUENCE naive_position;

CREATE FUNCTION log_append_roots_naive(said_by text, landlord_ids integer[], types text[], sources text[], ids text[],
	case_refs text[], occurred_ats timestamptz[], bodies bytea[], traceparents text[], digests bytea[],
	advances timestamptz[])
RETURNS TABLE (status text, at_position bigint, of_case text, at_time timestamptz, problem text, in_epoch bigint)
LANGUAGE sql SECURITY DEFINER
AS $$
	WITH numbered AS MATERIALIZED (
		SELECT g.*, nextval('naive_position') AS p
		FROM unnest(landlord_ids, types, sources, ids, case_refs, occurred_ats, bodies, traceparents) WITH ORDINALITY
			AS g (landlord_id, type, source, id, case_ref, occurred_at, body, traceparent, i)
		ORDER BY i),
	inserted AS (
		INSERT INTO event_log
		SELECT p, p, landlord_id, said_by, type, source, id, case_ref, occurred_at, clock_timestamp(), body, traceparent, ''
		FROM numbered
		RETURNING position, case_ref, said_at)
	SELECT 'accepted', position, case_ref, said_at, NULL::text, 1::bigint FROM inserted ORDER BY position
$$;

CREATE FUNCTION log_append_judgements_naive(said_by text, causes bigint[], landlord_ids integer[], types text[],
	sources text[], ids text[], case_refs text[], occurred_ats timestamptz[], bodies bytea[], traceparents text[])
RETURNS TABLE (first bigint, at_time timestamptz, in_epoch bigint)
LANGUAGE sql SECURITY DEFINER
AS $$
	WITH inserted AS (
		INSERT INTO event_log
		SELECT nextval('naive_position'), g.cause, g.landlord_id, said_by, g.type, g.source, g.id, g.case_ref, g.occurred_at,
			clock_timestamp(), g.body, g.traceparent, ''
		FROM unnest(causes, landlord_ids, types, sources, ids, case_refs, occurred_ats, bodies, traceparents)
			AS g (cause, landlord_id, type, source, id, case_ref, occurred_at, body, traceparent)
		RETURNING position, said_at)
	SELECT min(position), min(said_at), 1::bigint FROM inserted
$$;
