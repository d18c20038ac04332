-- $1 from bigint, $2 to bigint, $3 rows bigint
SELECT e.position, e.cause, e.landlord_id, k.name, e.speaker, e.type, e.source, e.id, e.case_ref, e.occurred_at, e.said_at,
	e.body, e.traceparent, h.epoch
FROM event_log e JOIN landlord k USING (landlord_id) CROSS JOIN log_head h
WHERE e.position BETWEEN $1 AND $2
ORDER BY e.position
LIMIT $3
