-- What reporting keeps: figures, always up to date, so that a period is a sum over its days.
CREATE TABLE case_figure (
	landlord_id integer NOT NULL,
	case_ref text COLLATE "C" NOT NULL,
	day date NOT NULL,
	measure text COLLATE "C" NOT NULL,
	label text COLLATE "C" NOT NULL,
	count integer NOT NULL CHECK (count > 0),
	PRIMARY KEY (landlord_id, case_ref, day, measure, label)
);
COMMENT ON TABLE case_figure IS 'What each case contributes now; measures are defined in common/domain/figures.h. Derived by reporting.';

CREATE TABLE figure (
	landlord_id integer NOT NULL,
	day date NOT NULL,
	measure text COLLATE "C" NOT NULL,
	label text COLLATE "C" NOT NULL,
	count bigint NOT NULL CHECK (count >= 0),
	PRIMARY KEY (landlord_id, day, measure, label)
) WITH (fillfactor = 70);
COMMENT ON TABLE figure IS 'The sum of case_figure over the landlord''s cases, kept in the same commit. Derived by reporting.';

-- Reporting sees what the setting redress.landlord_id names, see 0003; it writes only while that is the whole cell.
CREATE FUNCTION redress_sees(whose integer)
RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
	SELECT CASE coalesce(current_setting('redress.landlord_id', true), '')
		WHEN '' THEN false
		WHEN '*' THEN true
		ELSE whose = current_setting('redress.landlord_id', true)::integer END
$$;
GRANT EXECUTE ON FUNCTION redress_sees TO redress_reporting;

ALTER TABLE case_figure ENABLE ROW LEVEL SECURITY;
ALTER TABLE figure ENABLE ROW LEVEL SECURITY;
ALTER TABLE waiting ENABLE ROW LEVEL SECURITY;
ALTER TABLE due ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_landlord ON case_figure TO redress_reporting USING (redress_sees(landlord_id))
	WITH CHECK (current_setting('redress.landlord_id', true) = '*');
CREATE POLICY one_landlord ON figure TO redress_reporting USING (redress_sees(landlord_id))
	WITH CHECK (current_setting('redress.landlord_id', true) = '*');
CREATE POLICY one_landlord ON waiting FOR SELECT TO redress_reporting USING (redress_sees(landlord_id));
CREATE POLICY one_landlord ON due FOR SELECT TO redress_reporting USING (redress_sees(landlord_id));
CREATE POLICY whole_cell ON case_figure FOR SELECT TO redress_operator USING (true);
CREATE POLICY whole_cell ON figure FOR SELECT TO redress_operator USING (true);
CREATE POLICY whole_cell ON waiting TO redress_routing, redress_operator USING (true);
CREATE POLICY whole_cell ON due TO redress_sla, redress_operator USING (true);

GRANT SELECT, INSERT, UPDATE, DELETE ON case_figure, figure TO redress_reporting;
GRANT SELECT ON case_figure, figure TO redress_operator;
