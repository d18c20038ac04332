-- $1 daemon text, $2 position int8, $3 cause int8, $4 why text
INSERT INTO passed_over (daemon, position, cause, why) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING
