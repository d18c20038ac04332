-- $1 landlord_id int4, $2 after bigint, $3 most int4
SELECT w.case_ref, w.position, w.since, e.type, e.source, e.id
FROM waiting w JOIN event_log e ON e.position = w.position
WHERE w.landlord_id = $1 AND w.position > $2
ORDER BY w.position
LIMIT $3
