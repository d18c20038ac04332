#!/bin/sh
# In the database image. run: makes the cluster and its administrator's password at the first start, then is the server.
# ready: exits 0 when the server answers.
set -eu
. /usr/local/lib/redress/deploy/lib/postgres.sh
home=/var/lib/redress/database
bin=$(postgres_programs "$home")
case ${1:-run} in
ready)
	exec "$bin/pg_isready" -q -h 127.0.0.1 -p 5432
	;;
run)
	secret=/var/lib/redress/secrets/administrator
	if [ ! -s "$secret" ]; then
		umask 077
		od -An -N32 -tx1 /dev/urandom | tr -d ' \n' >"$secret.new"
		mv "$secret.new" "$secret"
	fi
	postgres_make "$home"
	# The password is set anew at each start, over the socket, before anyone else can connect.
	postgres_start "$home"
	printf "ALTER ROLE postgres PASSWORD '%s';\n" "$(cat "$secret")" |
		"$bin/psql" -q -X -v ON_ERROR_STOP=1 -h "$(postgres_socket "$home")" -U postgres
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
