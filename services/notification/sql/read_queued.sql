-- $1 from int8, $2 landlord_id int4 (-1: all), $3 most int8
SELECT position, id, body
FROM event_log
WHERE type = 'redress.v1.MessageQueued' AND position >= $1 AND ($2 = -1 OR landlord_id = $2)
ORDER BY position
LIMIT $3
