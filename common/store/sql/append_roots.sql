-- $1 speaker text, $2 landlord_ids integer[], $3 types text[], $4 sources text[], $5 ids text[], $6 case_refs text[], $7 occurred_ats timestamptz[], $8 bodies bytea[], $9 traceparents text[], $10 digests bytea[], $11 advances timestamptz[]
SELECT status, at_position, of_case, at_time, problem, in_epoch
FROM log_append_roots($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
