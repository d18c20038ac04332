-- $1 landlord_id int4, $2 case_ref text
DELETE FROM opening_due WHERE landlord_id = $1 AND case_ref = $2
