-- $1 from bigint, $2 to bigint, $3 landlord integer (-1: all), $4 rows bigint
SELECT position, cause, landlord_id, speaker, type, source, id, case_ref, occurred_at, said_at, body, traceparent, hash
FROM event_log
WHERE position BETWEEN $1 AND $2 AND ($3::integer < 0 OR landlord_id = $3)
ORDER BY position
LIMIT $4
