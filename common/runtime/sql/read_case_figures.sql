-- $1 landlord_id int4, $2 case_refs text[]
SELECT case_ref, day - date '1970-01-01', measure, label, count
FROM case_figure
WHERE landlord_id = $1 AND case_ref = ANY ($2)
ORDER BY case_ref, day, measure, label
