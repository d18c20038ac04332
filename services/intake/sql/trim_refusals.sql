-- $1 landlord_ids int4[], $2 sources text[], $3 keep int4
-- After keep_refusals: of each source the last so many stay.
DELETE FROM refusal r
USING (SELECT DISTINCT landlord_id, source FROM unnest($1::int4[], $2::text[]) AS u (landlord_id, source)) AS s
WHERE r.landlord_id = s.landlord_id AND r.source = s.source AND r.number <= (
	SELECT k.number FROM refusal k WHERE k.landlord_id = s.landlord_id AND k.source = s.source
	ORDER BY k.number DESC OFFSET $3::int4 LIMIT 1)
