-- $1 name text
SELECT landlord_id FROM landlord WHERE name = $1
