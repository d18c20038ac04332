-- $1 cause int8, $2 skipped int8, $3 most int4
SELECT DISTINCT landlord_id, case_ref
FROM event_log
WHERE cause = $1 AND position > cause AND speaker = 'routing' AND case_ref <> ''
ORDER BY landlord_id, case_ref
OFFSET $2
LIMIT $3
