-- $1 landlord_id int4, $2 case_ref text
DELETE FROM waiting WHERE landlord_id = $1 AND case_ref = $2
