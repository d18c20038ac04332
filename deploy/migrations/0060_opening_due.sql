-- What opens by itself: a stage, or a complaint, when nothing was agreed in time.
CREATE TABLE opening_due (
	landlord_id integer NOT NULL,
	case_ref text COLLATE "C" NOT NULL,
	due_at timestamptz NOT NULL,
	PRIMARY KEY (landlord_id, case_ref)
);
COMMENT ON TABLE opening_due IS 'When something next opens by itself in a case; infinity: it did, and another calendar may change when. Derived by routing.';
CREATE INDEX opening_due_by_time ON opening_due (due_at, landlord_id, case_ref);

ALTER TABLE opening_due ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_landlord ON opening_due FOR SELECT TO redress_reporting USING (redress_sees(landlord_id));
CREATE POLICY whole_cell ON opening_due TO redress_routing, redress_sla, redress_operator USING (true);

GRANT SELECT, INSERT, UPDATE, DELETE ON opening_due TO redress_routing;
-- sla says DueReached, for both judges.
GRANT SELECT ON opening_due TO redress_sla, redress_reporting, redress_operator;
