-- One group role a daemon, without login; rights are granted to these. They belong to the server, not to one database,
-- so they may be there already. The owner of the database needs CREATEROLE, or an administrator makes them first.
-- A daemon's own login is made by whoever deploys it, as a member:
--	CREATE ROLE "redress-sla" LOGIN IN ROLE redress_sla;
DO $$
DECLARE
	name text;
BEGIN
	IF current_setting('server_encoding') <> 'UTF8' THEN
		RAISE EXCEPTION 'the database''s encoding is %, and must be UTF8: hashes are taken over UTF-8',
			current_setting('server_encoding');
	END IF;
	FOREACH name IN ARRAY ARRAY['redress_intake', 'redress_routing', 'redress_sla', 'redress_notification',
		'redress_reporting', 'redress_operator']
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

GRANT USAGE ON SCHEMA public TO redress_intake, redress_routing, redress_sla, redress_notification, redress_reporting,
	redress_operator;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
