-- $1 landlord_id int4, $2 key_ids text[]
SELECT key_id, wrapped_key FROM person_key WHERE landlord_id = $1 AND key_id = ANY ($2)
