-- $1 landlord_ids int4[], $2 case_refs text[] of the cases; of their figures: $3 landlord_ids int4[], $4 case_refs text[], $5 days int4[], $6 measures text[], $7 labels text[], $8 counts int4[]
-- Replaces what those cases contributed, and moves the sums by the difference.
WITH touched AS (
	SELECT DISTINCT t.* FROM unnest($1::int4[], $2::text[]) AS t (landlord_id, case_ref)
), now AS (
	SELECT n.landlord_id, n.case_ref, date '1970-01-01' + n.day AS day, n.measure, n.label, n.count
	FROM unnest($3::int4[], $4::text[], $5::int4[], $6::text[], $7::text[], $8::int4[])
		AS n (landlord_id, case_ref, day, measure, label, count)
), before AS (
	SELECT f.* FROM touched t JOIN case_figure f USING (landlord_id, case_ref)
), gone AS (
	DELETE FROM case_figure f USING touched t
	WHERE f.landlord_id = t.landlord_id AND f.case_ref = t.case_ref AND NOT EXISTS (
		SELECT FROM now n
		WHERE (n.landlord_id, n.case_ref, n.day, n.measure, n.label)
			= (f.landlord_id, f.case_ref, f.day, f.measure, f.label))
), kept AS (
	INSERT INTO case_figure AS f (landlord_id, case_ref, day, measure, label, count)
	SELECT * FROM now
	ON CONFLICT (landlord_id, case_ref, day, measure, label) DO UPDATE SET count = EXCLUDED.count
	WHERE f.count <> EXCLUDED.count
), moved AS (
	SELECT landlord_id, day, measure, label, sum(count) AS count
	FROM (
		SELECT landlord_id, day, measure, label, count FROM now
		UNION ALL
		SELECT landlord_id, day, measure, label, -count FROM before
	) AS each
	GROUP BY landlord_id, day, measure, label
	HAVING sum(count) <> 0
)
MERGE INTO figure f
USING moved m
ON (f.landlord_id, f.day, f.measure, f.label) = (m.landlord_id, m.day, m.measure, m.label)
WHEN MATCHED AND f.count + m.count = 0 THEN DELETE
WHEN MATCHED THEN UPDATE SET count = f.count + m.count
WHEN NOT MATCHED THEN INSERT (landlord_id, day, measure, label, count)
	VALUES (m.landlord_id, m.day, m.measure, m.label, m.count)
