-- The database of keys, apart from the log and from its backups: destroying a row here erases the person there.
DO $$
DECLARE
	name text;
BEGIN
	FOREACH name IN ARRAY ARRAY['redress_intake', 'redress_notification', 'redress_reporting', 'redress_operator']
	LOOP
		IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
			BEGIN
				EXECUTE format('CREATE ROLE %I NOLOGIN', name);
			EXCEPTION WHEN duplicate_object OR unique_violation THEN
				NULL; -- another database of this server was faster
			END;
		END IF;
	END LOOP;
END
$$;

CREATE TABLE person_key (
	landlord_id integer NOT NULL,
	key_id text COLLATE "C" NOT NULL,
	subject text COLLATE "C" NOT NULL,
	owner_subject text COLLATE "C",
	wrapped_key bytea,
	made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
	destroyed_at timestamptz,
	PRIMARY KEY (landlord_id, key_id),
	CHECK ((wrapped_key IS NULL) = (destroyed_at IS NOT NULL))
);
COMMENT ON COLUMN person_key.subject IS 'customer:<ref> or case:<case reference>';
COMMENT ON COLUMN person_key.owner_subject IS 'For a case: the customer it turned out to be about, who is erased with it.';
COMMENT ON COLUMN person_key.wrapped_key IS 'Sealed with the master key; gone once destroyed.';
CREATE UNIQUE INDEX person_key_in_use ON person_key (landlord_id, subject) WHERE destroyed_at IS NULL;
CREATE INDEX person_key_by_owner ON person_key (landlord_id, owner_subject) WHERE owner_subject IS NOT NULL;

GRANT USAGE ON SCHEMA public TO redress_intake, redress_notification, redress_reporting, redress_operator;
GRANT SELECT, INSERT ON person_key TO redress_intake;
GRANT UPDATE (owner_subject) ON person_key TO redress_intake;
GRANT SELECT ON person_key TO redress_notification, redress_reporting;
GRANT SELECT, UPDATE ON person_key TO redress_operator;
