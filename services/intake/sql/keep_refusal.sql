-- $1 landlord_id int4, $2 source text, $3 id text, $4 type text, $5 field text, $6 problem text, $7 keep int4
SELECT refusal_keep($1, $2, $3, $4, $5, $6, $7)
