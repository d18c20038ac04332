-- $1 skipped int8, $2 most int4
SELECT landlord_id, case_ref, due_at
FROM opening_due
ORDER BY landlord_id, case_ref
OFFSET $1
LIMIT $2
