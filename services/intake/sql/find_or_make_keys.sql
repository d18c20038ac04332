-- $1 landlord_ids int4[], $2 subjects text[], $3 key_ids text[], $4 wrapped_keys bytea[], $5 owner_subjects text[]
WITH wanted AS (
	SELECT w.* FROM unnest($1::int4[], $2::text[], $3::text[], $4::bytea[], $5::text[]) WITH ORDINALITY
		AS w (landlord_id, subject, key_id, wrapped_key, owner_subject, ordinal)
), made AS (
	INSERT INTO person_key (landlord_id, key_id, subject, wrapped_key, owner_subject)
	SELECT DISTINCT ON (landlord_id, subject) landlord_id, key_id, subject, wrapped_key, nullif(owner_subject, '')
	FROM wanted
	ORDER BY landlord_id, subject, ordinal
	ON CONFLICT (landlord_id, subject) WHERE destroyed_at IS NULL
	DO UPDATE SET owner_subject = coalesce(person_key.owner_subject, EXCLUDED.owner_subject)
	RETURNING landlord_id, subject, key_id, wrapped_key
)
SELECT m.key_id, m.wrapped_key
FROM wanted w JOIN made m USING (landlord_id, subject)
ORDER BY w.ordinal
