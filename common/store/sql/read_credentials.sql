-- no parameters
SELECT c.landlord_id, l.name, c.source, array_to_string(c.permissions, ' '), c.bearer_hash, c.curve_public
FROM credential c JOIN landlord l USING (landlord_id)
ORDER BY c.landlord_id, c.credential_id
