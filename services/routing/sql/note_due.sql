-- $1 landlord_id int4, $2 case_ref text, $3 due_at timestamptz
INSERT INTO opening_due (landlord_id, case_ref, due_at)
VALUES ($1, $2, $3)
ON CONFLICT (landlord_id, case_ref) DO UPDATE SET due_at = EXCLUDED.due_at
WHERE opening_due.due_at <> EXCLUDED.due_at
