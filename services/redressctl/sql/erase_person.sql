-- $1 landlord_id int4, $2 subject text
UPDATE person_key
SET wrapped_key = NULL, destroyed_at = clock_timestamp()
WHERE landlord_id = $1 AND destroyed_at IS NULL AND $2 IN (subject, owner_subject)
