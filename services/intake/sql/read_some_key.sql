-- no parameters
SELECT key_id, wrapped_key FROM person_key WHERE destroyed_at IS NULL ORDER BY landlord_id, key_id LIMIT 1
