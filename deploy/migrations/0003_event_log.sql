-- The truth: every fact and judgement, numbered 1, 2, 3, ... in the order of commit. Rows come in through the functions
-- of 0004 only, and never change.
CREATE TABLE event_log (
	position bigint PRIMARY KEY,
	cause bigint NOT NULL CHECK (cause BETWEEN 1 AND position),
	landlord_id integer NOT NULL,
	speaker text COLLATE "C" NOT NULL CHECK (speaker IN ('intake', 'routing', 'sla', 'notification', 'reporting')),
	type text COLLATE "C" NOT NULL,
	source text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	case_ref text COLLATE "C" NOT NULL,
	occurred_at timestamptz NOT NULL CHECK (isfinite(occurred_at)),
	said_at timestamptz NOT NULL CHECK (isfinite(said_at)),
	body bytea NOT NULL,
	traceparent text COLLATE "C" NOT NULL,
	hash bytea NOT NULL
) WITH (autovacuum_analyze_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05);
COMMENT ON COLUMN event_log.cause IS 'Position of the root event in whose wave this was said; its own for a root.';
COMMENT ON COLUMN event_log.hash IS 'sha256 of the hash of the landlord''s row before and this row; see log_hash().';
-- Ciphertext does not shrink, and what is not tried costs nothing.
ALTER TABLE event_log ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE UNIQUE INDEX event_log_by_key ON event_log (landlord_id, source, id);
CREATE INDEX event_log_by_wave ON event_log (cause, position);
CREATE INDEX event_log_by_case ON event_log (landlord_id, case_ref, cause, position);
CREATE INDEX event_log_of_cell_by_type ON event_log (type, position) WHERE landlord_id = 0;

CREATE TABLE accepted (
	landlord_id integer NOT NULL,
	source text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	position bigint NOT NULL,
	case_ref text COLLATE "C" NOT NULL,
	said_at timestamptz NOT NULL,
	digest bytea NOT NULL,
	PRIMARY KEY (landlord_id, source, id)
);
COMMENT ON TABLE accepted IS 'What a root event was answered, and the keyed digest of what was posted, to tell a repeat from a conflict. One index only: no plan made while it was small can be a bad one later.';

CREATE TABLE log_head (
	one boolean PRIMARY KEY DEFAULT true CHECK (one),
	epoch bigint NOT NULL DEFAULT 1,
	head bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 10);
COMMENT ON TABLE log_head IS 'The last number given, and the epoch, which changes only when the log is restored.';
INSERT INTO log_head DEFAULT VALUES;

CREATE TABLE chain_head (
	landlord_id integer PRIMARY KEY,
	position bigint NOT NULL,
	hash bytea NOT NULL
) WITH (fillfactor = 50);
COMMENT ON TABLE chain_head IS 'The last row and hash of each landlord''s chain.';

CREATE TABLE clock (
	one boolean PRIMARY KEY DEFAULT true CHECK (one),
	mode text NOT NULL DEFAULT 'unset' CHECK (mode IN ('unset', 'virtual', 'real')),
	at timestamptz NOT NULL DEFAULT '-infinity'
) WITH (fillfactor = 10);
COMMENT ON TABLE clock IS 'The log''s time. unset: the first event decides, virtual for TimeAdvanced, else real. virtual: it is `at`. real: the server''s clock, never before `at`, the time of the last event.';
INSERT INTO clock DEFAULT VALUES;

CREATE TABLE cursor (
	daemon text COLLATE "C" PRIMARY KEY,
	through bigint NOT NULL DEFAULT 0,
	within bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 10);
COMMENT ON TABLE cursor IS 'All waves up to `through` are wholly judged by the daemon, and `within` of the next one.';
INSERT INTO cursor (daemon) VALUES ('routing'), ('sla'), ('notification'), ('reporting');

CREATE TABLE due (
	landlord_id integer NOT NULL,
	case_ref text COLLATE "C" NOT NULL,
	due_at timestamptz NOT NULL,
	PRIMARY KEY (landlord_id, case_ref)
);
COMMENT ON TABLE due IS 'The next instant at which something falls due in a case. Derived by sla.';
CREATE INDEX due_by_time ON due (due_at, landlord_id, case_ref);

CREATE TABLE waiting (
	landlord_id integer NOT NULL,
	case_ref text COLLATE "C" NOT NULL,
	position bigint NOT NULL,
	since timestamptz NOT NULL,
	PRIMARY KEY (landlord_id, case_ref, position)
);
COMMENT ON TABLE waiting IS 'Facts naming a case that is not open yet. Derived by routing.';
CREATE INDEX waiting_by_time ON waiting (since);

-- Judges work for the whole cell. Reporting answers landlords: it sees the one named by the setting redress.landlord_id,
-- all with '*' (to build its projections), none when it is unset.
ALTER TABLE event_log ENABLE ROW LEVEL SECURITY;
CREATE POLICY whole_cell ON event_log FOR SELECT
	TO redress_intake, redress_routing, redress_sla, redress_notification, redress_operator USING (true);
CREATE POLICY one_landlord ON event_log FOR SELECT TO redress_reporting
	USING (CASE coalesce(current_setting('redress.landlord_id', true), '')
		WHEN '' THEN false
		WHEN '*' THEN true
		ELSE landlord_id = current_setting('redress.landlord_id', true)::integer END);

GRANT SELECT ON event_log, log_head, chain_head, clock, cursor TO redress_intake, redress_routing, redress_sla,
	redress_notification, redress_reporting, redress_operator;
GRANT SELECT, INSERT, UPDATE, DELETE ON due TO redress_sla;
GRANT SELECT, INSERT, UPDATE, DELETE ON waiting TO redress_routing;
GRANT SELECT ON due, waiting TO redress_reporting, redress_operator;
