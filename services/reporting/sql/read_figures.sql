-- $1 landlord_id int4, $2 first day int4, $3 last day int4, $4 most int4
-- One row at least: how far reporting has got, and the log's time.
SELECT c.through, log_time(), f.measure, f.label, f.count
FROM cursor c LEFT JOIN (
	SELECT measure, label, sum(count)::bigint AS count
	FROM figure
	WHERE landlord_id = $1 AND day BETWEEN date '1970-01-01' + $2::int4 AND date '1970-01-01' + $3::int4
	GROUP BY measure, label
	ORDER BY measure, label
	LIMIT $4
) AS f ON true
WHERE c.daemon = 'reporting'
ORDER BY f.measure, f.label
