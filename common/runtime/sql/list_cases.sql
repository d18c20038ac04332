-- $1 landlord_id int4, $2 after text, $3 most int4
-- One step along the index a case, however many events each has.
WITH RECURSIVE c AS (
	(SELECT e.case_ref, 1 AS n FROM event_log e WHERE e.landlord_id = $1 AND e.case_ref > $2 ORDER BY e.case_ref LIMIT 1)
	UNION ALL
	SELECT (SELECT e.case_ref FROM event_log e WHERE e.landlord_id = $1 AND e.case_ref > c.case_ref ORDER BY e.case_ref LIMIT 1),
		c.n + 1
	FROM c
	WHERE c.case_ref IS NOT NULL AND c.n < $3
)
SELECT case_ref FROM c WHERE case_ref IS NOT NULL ORDER BY case_ref
