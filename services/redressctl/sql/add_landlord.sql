-- $1 name text
INSERT INTO landlord (landlord_id, name)
SELECT max(landlord_id) + 1, $1 FROM landlord
HAVING NOT EXISTS (SELECT FROM landlord WHERE name = $1)
