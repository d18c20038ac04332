-- $1 positions bigint[]
SELECT e.position, e.cause, e.landlord_id, k.name, e.speaker, e.type, e.source, e.id, e.case_ref, e.occurred_at, e.said_at,
	e.body, e.traceparent, h.epoch
FROM event_log e JOIN landlord k USING (landlord_id) CROSS JOIN log_head h
WHERE e.position = ANY($1)
ORDER BY e.position
