-- $1 due timestamptz
SELECT at_position, at_time, is_virtual, key, packed, in_epoch
FROM log_tick($1)
