-- $1 landlord_id int4, $2 types text[], $3 after bigint, $4 first day int4, $5 last day int4, $6 most int4
-- Positions of the facts of these types that happened on those local days.
SELECT position
FROM event_log
WHERE landlord_id = $1 AND speaker = 'intake' AND type = ANY ($2) AND position > $3
	AND occurred_at >= (date '1970-01-01' + $4::int4)::timestamp AT TIME ZONE 'Europe/London'
	AND occurred_at < (date '1970-01-01' + $5::int4 + 1)::timestamp AT TIME ZONE 'Europe/London'
ORDER BY position
LIMIT $6
