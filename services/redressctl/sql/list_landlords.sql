-- no parameters
SELECT landlord_id FROM landlord WHERE landlord_id > 0 ORDER BY landlord_id
