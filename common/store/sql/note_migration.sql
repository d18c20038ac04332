-- $1 number integer, $2 name text, $3 sha256 bytea
INSERT INTO schema_migration (number, name, sha256) VALUES ($1, $2, $3)
