-- $1 landlord_ids integer[], $2 case_refs text[], $3 through bigint, $4 facts bigint
-- The OFFSET keeps the look-up of one case whole: one walk of its index each.
SELECT e.position, e.cause, e.landlord_id, k.name, e.speaker, e.type, e.source, e.id, e.case_ref, e.occurred_at, e.said_at,
	e.body, e.traceparent, h.epoch
FROM (SELECT DISTINCT * FROM unnest($1::integer[], $2::text[]) AS u (landlord_id, case_ref)) c
CROSS JOIN LATERAL (
	SELECT * FROM event_log l
	WHERE l.landlord_id = c.landlord_id AND l.case_ref = c.case_ref AND l.cause <= coalesce((
		SELECT f.position FROM event_log f
		WHERE f.landlord_id = c.landlord_id AND f.case_ref = c.case_ref AND f.cause <= $3
			AND f.position = f.cause AND f.speaker = 'intake'
		ORDER BY f.cause OFFSET $4 LIMIT 1), $3)
	OFFSET 0) e
JOIN landlord k ON k.landlord_id = e.landlord_id
CROSS JOIN log_head h
ORDER BY e.landlord_id, e.case_ref, e.cause, e.position
