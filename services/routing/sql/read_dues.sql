-- $1 until timestamptz, $2 most int4
SELECT landlord_id, case_ref, due_at
FROM opening_due
WHERE due_at <= $1
ORDER BY due_at, landlord_id, case_ref
LIMIT $2
