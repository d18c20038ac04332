-- Events that a judge could not judge: said loudly when it happens, kept here to be looked into.
CREATE TABLE passed_over (
	daemon text COLLATE "C" NOT NULL REFERENCES cursor,
	position bigint NOT NULL,
	cause bigint NOT NULL,
	why text NOT NULL,
	at timestamptz NOT NULL DEFAULT clock_timestamp(),
	PRIMARY KEY (daemon, position)
);
COMMENT ON TABLE passed_over IS 'Events a daemon passed over, in the wave `cause`, and why. Not judged there; a later fact of the same case judges it anew.';

GRANT SELECT, INSERT ON passed_over TO redress_routing, redress_sla, redress_notification, redress_reporting;
GRANT SELECT ON passed_over TO redress_operator;
