-- $1 landlord_id int4, $2 source text, $3 permissions text, $4 bearer_hash bytea, $5 curve_public bytea
INSERT INTO credential (landlord_id, source, permissions, bearer_hash, curve_public)
SELECT $1, $2, string_to_array($3, ' '), $4, $5
WHERE NOT EXISTS (
	SELECT FROM credential
	WHERE landlord_id = $1 AND source = $2 AND permissions = string_to_array($3, ' ')
		AND bearer_hash IS NOT DISTINCT FROM $4 AND curve_public IS NOT DISTINCT FROM $5)
