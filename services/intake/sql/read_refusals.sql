-- $1 landlord_id int4, $2 source text, $3 most int4
SELECT refused_at, id, type, field, problem
FROM refusal
WHERE landlord_id = $1 AND source = $2
ORDER BY number DESC
LIMIT $3
