-- $1 through bigint, $2 after bigint, $3 upstream_through bigint, $4 speakers text[], $5 rows bigint
SELECT e.position, e.cause, e.landlord_id, k.name, e.speaker, e.type, e.source, e.id, e.case_ref, e.occurred_at, e.said_at,
	e.body, e.traceparent, h.epoch
FROM event_log e JOIN landlord k USING (landlord_id) CROSS JOIN log_head h
WHERE e.cause > $1 AND e.cause <= $3
	AND (e.position = e.cause
		OR (e.speaker = ANY ($4::text[])
			AND (e.position > $2 OR e.cause <> (SELECT a.cause FROM event_log a WHERE a.position = $2))))
ORDER BY e.cause, e.position
LIMIT $5
