-- $1 cause int8
SELECT count(*)
FROM (SELECT DISTINCT landlord_id, case_ref
	FROM event_log
	WHERE cause = $1 AND position > cause AND speaker = 'routing' AND case_ref <> '') AS spoken_of
