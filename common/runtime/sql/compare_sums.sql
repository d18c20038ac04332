-- $1 landlord_id int4
-- Sums that are not those of the cases' figures, and cases' figures of cases that are not in the log.
SELECT '' AS case_ref, day - date '1970-01-01', measure, label, coalesce(f.count, 0), coalesce(s.count, 0)
FROM (SELECT day, measure, label, count FROM figure WHERE landlord_id = $1) AS f
FULL JOIN (
	SELECT day, measure, label, sum(count)::bigint AS count FROM case_figure WHERE landlord_id = $1 GROUP BY day, measure, label
) AS s USING (day, measure, label)
WHERE coalesce(f.count, 0) <> coalesce(s.count, 0)
UNION ALL
SELECT c.case_ref, c.day - date '1970-01-01', c.measure, c.label, c.count, 0
FROM case_figure c
WHERE c.landlord_id = $1 AND NOT EXISTS (SELECT FROM event_log e WHERE e.landlord_id = $1 AND e.case_ref = c.case_ref)
ORDER BY 1, 2, 3, 4
