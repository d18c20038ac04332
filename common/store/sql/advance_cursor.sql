-- $1 daemon text, $2 old_through bigint, $3 old_within bigint, $4 new_through bigint, $5 new_within bigint
SELECT advance_cursor($1, $2, $3, $4, $5)
