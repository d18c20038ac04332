-- $1 speaker text, $2 causes bigint[], $3 landlord_ids integer[], $4 types text[], $5 sources text[], $6 ids text[], $7 case_refs text[], $8 occurred_ats timestamptz[], $9 bodies bytea[], $10 traceparents text[]
SELECT first, at_time, in_epoch
FROM log_append_judgements($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
