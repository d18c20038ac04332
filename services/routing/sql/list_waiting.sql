-- $1 landlord_id int4, $2 case_ref text, $3 position int8, $4 since timestamptz
INSERT INTO waiting (landlord_id, case_ref, position, since)
VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING
