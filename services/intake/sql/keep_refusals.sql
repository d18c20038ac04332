-- $1 landlord_ids int4[], $2 sources text[], $3 ids text[], $4 types text[], $5 fields text[], $6 problems text[], $7 keep int4
INSERT INTO refusal (landlord_id, source, id, type, field, problem)
SELECT r.landlord_id, r.source, r.id, r.type, r.field, r.problem
FROM unnest($1::int4[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) WITH ORDINALITY
	AS r (landlord_id, source, id, type, field, problem, n)
WHERE r.n > cardinality($1) - $7::int4
ORDER BY r.n
