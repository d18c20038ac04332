#!/bin/sh
# In the database image. run: makes what is not there yet (the cluster, the databases, a login and a password for the owner and for each
# daemon), then is the server. ready: exits 0 when the server answers.
#
# A login's conninfos are left for it in secrets/NAME, a volume of its own: `database` and `keys`, the database of personal keys.
set -eu
. /usr/local/lib/redress/deploy/lib/postgres.sh
home=/var/lib/redress/database
secrets=/var/lib/redress/secrets
bin=$(postgres_programs "$home")

# password NAME: of that login, made at the first call.
password()
{
	if [ ! -s "$secrets/$1/password" ]; then
		od -An -N32 -tx1 /dev/urandom | tr -d ' \n' >"$secrets/$1/password.new"
		mv "$secrets/$1/password.new" "$secrets/$1/password"
	fi
	cat "$secrets/$1/password"
}

# login NAME ROLE OPTIONS: SQL that makes ROLE, and sets its password whatever it was.
login()
{
	printf "SELECT format('CREATE ROLE %%I', '%s') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '%s') \\gexec\n" "$2" "$2"
	printf "ALTER ROLE \"%s\" LOGIN %s PASSWORD '%s';\n" "$2" "$3" "$(password "$1")"
	for database in database:redress keys:redress_keys; do
		printf "host=%s port=5432 dbname=%s user='%s' password=%s" "${REDRESS_DATABASE_HOST:-database}" "${database#*:}" "$2" \
			"$(password "$1")" >"$secrets/$1/${database%%:*}"
	done
}

prepare()
{
	login owner redress-owner CREATEROLE
	for daemon in intake routing sla notification reporting operator; do
		printf "SELECT 'CREATE ROLE redress_%s NOLOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'redress_%s') \\gexec\n" \
			"$daemon" "$daemon"
		login "$daemon" "redress-$daemon" ''
		printf 'GRANT redress_%s TO "redress-%s";\n' "$daemon" "$daemon"
	done
	for database in redress redress_keys; do
		printf "SELECT 'CREATE DATABASE %s OWNER \"redress-owner\"' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '%s') \\gexec\n" \
			"$database" "$database"
		printf 'REVOKE ALL ON DATABASE %s FROM PUBLIC;\n' "$database"
		printf 'GRANT CONNECT ON DATABASE %s TO redress_intake, redress_routing, redress_sla, redress_notification, redress_reporting, redress_operator;\n' "$database"
	done
}

case ${1:-run} in
ready)
	exec "$bin/pg_isready" -q -h 127.0.0.1 -p 5432
	;;
run)
	umask 077
	postgres_make "$home"
	# Over the socket, before anyone else can connect.
	postgres_start "$home"
	prepare >"$secrets/owner/prepare.sql"
	"$bin/psql" -q -X -v ON_ERROR_STOP=1 -h "$(postgres_socket "$home")" -U postgres -f "$secrets/owner/prepare.sql"
	rm -f "$secrets/owner/prepare.sql"
	postgres_stop "$home"
	if ! grep -q '^host *all *all *all ' "$home/data/pg_hba.conf"; then
		echo 'host all all all scram-sha-256' >>"$home/data/pg_hba.conf"
	fi
	exec "$bin/postgres" -D "$home/data" -c listen_addresses='*' -c port=5432 \
		-c unix_socket_directories="$(postgres_socket "$home")"
	;;
*)
	echo "redress-database: run or ready" >&2
	exit 2
	;;
esac
