-- Who may post, under which name, and what was refused of it.
CREATE TABLE landlord (
	landlord_id integer PRIMARY KEY CHECK (landlord_id >= 0),
	name text COLLATE "C" NOT NULL UNIQUE CHECK (name ~ '^[a-z][a-z0-9-]{0,31}$')
);
COMMENT ON TABLE landlord IS 'Tenants of this cell; 0 is the operator, whose facts are about the whole cell.';
INSERT INTO landlord VALUES (0, 'operator');

CREATE TABLE credential (
	credential_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	landlord_id integer NOT NULL REFERENCES landlord,
	source text COLLATE "C" NOT NULL,
	permissions text[] NOT NULL DEFAULT '{}',
	bearer_hash bytea UNIQUE,
	curve_public bytea UNIQUE CHECK (octet_length(curve_public) = 32),
	CHECK (bearer_hash IS NOT NULL OR curve_public IS NOT NULL)
);
COMMENT ON TABLE credential IS 'A key, and the landlord, source and permissions it speaks with. Several a source, so that keys can be changed without a gap.';
CREATE INDEX credential_by_source ON credential (landlord_id, source);

CREATE TABLE refusal (
	landlord_id integer NOT NULL REFERENCES landlord,
	source text COLLATE "C" NOT NULL,
	number bigint GENERATED ALWAYS AS IDENTITY,
	refused_at timestamptz NOT NULL DEFAULT clock_timestamp(),
	id text COLLATE "C" NOT NULL,
	type text COLLATE "C" NOT NULL,
	field text NOT NULL,
	problem text NOT NULL,
	PRIMARY KEY (landlord_id, source, number)
);
COMMENT ON TABLE refusal IS 'What an authenticated source posted and was refused, for it to read: the last few of each source.';

-- Keeps the last `keep` of the source.
CREATE FUNCTION refusal_keep(landlord integer, from_source text, event_id text, event_type text, at_field text, why text, keep integer)
RETURNS void
LANGUAGE sql
AS $$
	INSERT INTO refusal (landlord_id, source, id, type, field, problem)
	VALUES (landlord, from_source, event_id, event_type, at_field, why);
	DELETE FROM refusal
	WHERE landlord_id = landlord AND source = from_source AND number <= (
		SELECT number FROM refusal WHERE landlord_id = landlord AND source = from_source
		ORDER BY number DESC OFFSET keep LIMIT 1);
$$;

GRANT SELECT ON landlord TO redress_intake, redress_routing, redress_sla, redress_notification, redress_reporting;
GRANT SELECT ON credential TO redress_intake, redress_notification, redress_reporting;
GRANT SELECT, INSERT, UPDATE, DELETE ON landlord, credential TO redress_operator;
GRANT SELECT, INSERT, DELETE ON refusal TO redress_intake;
GRANT SELECT ON refusal TO redress_operator;
GRANT EXECUTE ON FUNCTION refusal_keep TO redress_intake;
