# A PostgreSQL cluster of our own, in a folder of our own. Sourced by sh. No other cluster on the machine is ever
# touched: everything is done through the folder's own data, socket and pid file.
#
#   DIR/data     the cluster             DIR/log      what the server says
#   DIR/socket   its socket, closed to all but its owner and root (so that who gets in may be any role)
#
# Root may not run a server: then an account of its own does. Where that account cannot reach DIR (below /root, say), all this is kept in
# a folder of /var/lib/redress, and DIR/where holds its name.
#
# Over TCP, when asked for, a password (SCRAM) is needed.

# postgres_owner: the account that runs the server: who calls, but for root, for whom it is `redress`.
postgres_owner()
{
	if [ "$(id -u)" != 0 ]; then
		id -un
		return
	fi
	if ! id redress >/dev/null 2>&1; then
		useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin redress ||
			return 1
	fi
	echo redress
}

# postgres_as OWNER COMMAND...: runs it as that account, from /.
postgres_as()
{
	postgres_account=$1
	shift
	if [ "$(id -un)" = "$postgres_account" ]; then
		(cd / && exec "$@")
	else
		(cd / && exec setpriv --reuid "$postgres_account" --regid "$postgres_account" --init-groups --no-new-privs \
			env HOME=/nonexistent "$@")
	fi
}

# postgres_place DIR: where its cluster really is.
postgres_place()
{
	if [ -r "$1/where" ]; then
		cat "$1/where"
	else
		echo "$1"
	fi
}

# postgres_settle DIR: makes the folder, and finds another place for a cluster that its account could not reach there.
postgres_settle()
{
	mkdir -p "$1" && chmod 755 "$1" || return 1
	if [ -r "$1/where" ] || postgres_as "$(postgres_owner)" test -x "$1"; then
		return 0
	fi
	postgres_there=/var/lib/redress/postgres-$(printf '%s' "$1" | cksum | cut -d ' ' -f 1)
	if [ -e "$postgres_there" ]; then
		# Of a DIR that was deleted since: kept, once, out of the way.
		postgres_stop "$postgres_there" || return 1
		rm -rf "$postgres_there.before" && mv "$postgres_there" "$postgres_there.before" || return 1
	fi
	mkdir -p "$postgres_there" && chmod 755 /var/lib/redress "$postgres_there" && echo "$postgres_there" >"$1/where"
}

# postgres_programs DIR: the folder of initdb and pg_ctl that fit DIR's cluster; of the newest, for a new one.
postgres_programs()
{
	postgres_version=$(postgres_place "$1")/data/PG_VERSION
	if [ -r "$postgres_version" ]; then
		postgres_bin=/usr/lib/postgresql/$(cat "$postgres_version")/bin
	else
		postgres_bin=$(find /usr/lib/postgresql -mindepth 1 -maxdepth 1 2>/dev/null | sort -V | tail -n 1)/bin
	fi
	if [ ! -x "$postgres_bin/pg_ctl" ]; then
		echo "redress: no PostgreSQL server in $postgres_bin; deploy/packages/database.txt names the package" >&2
		return 1
	fi
	echo "$postgres_bin"
}

# postgres_socket DIR: the folder to give libpq as its host. A socket's path has at most 107 bytes: below a long DIR
# it is a folder under /tmp, told apart by a checksum of the path.
postgres_socket()
{
	postgres_there=$(postgres_place "$1")
	if [ "${#postgres_there}" -le 80 ]; then
		echo "$postgres_there/socket"
	else
		echo "/tmp/redress-postgres-$(id -u)-$(printf '%s' "$1" | cksum | cut -d ' ' -f 1)"
	fi
}

# postgres_running DIR: is this very cluster's server up? A pid file left by a crash may name a stranger.
postgres_running()
{
	postgres_data=$(postgres_place "$1")/data
	[ -r "$postgres_data/postmaster.pid" ] || return 1
	read -r postgres_pid <"$postgres_data/postmaster.pid" || return 1
	[ "$(readlink "/proc/$postgres_pid/cwd")" = "$(readlink -f "$postgres_data")" ]
}

# postgres_make DIR: the cluster, if it is not there yet. A half-made one (a crash in the middle) is made anew.
postgres_make()
{
	postgres_settle "$1" || return 1
	set -- "$(postgres_place "$1")"
	[ -r "$1/data/PG_VERSION" ] && return 0
	postgres_user=$(postgres_owner) && postgres_bin=$(postgres_programs "$1") || return 1
	rm -rf "$1/data.new"
	mkdir "$1/data.new" && chmod 700 "$1/data.new" || return 1
	if [ "$(id -u)" = 0 ]; then
		chown "$postgres_user:" "$1/data.new" || return 1
	fi
	if ! postgres_as "$postgres_user" "$postgres_bin/initdb" -D "$1/data.new" -U postgres -E UTF8 --locale=C.UTF-8 \
		--data-checksums --auth-local=trust --auth-host=scram-sha-256 >"$1/initdb.log" 2>&1; then
		cat "$1/initdb.log" >&2
		return 1
	fi
	rm -f "$1/initdb.log"
	cat >>"$1/data.new/postgresql.conf" <<-'END' || return 1

		# Redress
		timezone = 'UTC'
		log_timezone = 'UTC'
		max_connections = 100
		shared_buffers = '256MB'
		wal_compression = on
		checkpoint_timeout = '15min'
		max_wal_size = '2GB'
		jit = off
		password_encryption = 'scram-sha-256'
		unix_socket_permissions = 0700
		log_lock_waits = on
		log_line_prefix = '%m [%p] %u@%d '
	END
	mv "$1/data.new" "$1/data"
}

# postgres_start DIR [SETTING=VALUE...]: makes the cluster if need be and starts it; when it returns, the server answers
# on postgres_socket's folder, port 5432. Settings hold for this run: listen_addresses=127.0.0.1 port=NNNN for TCP.
postgres_start()
{
	postgres_dir=$1
	shift
	postgres_make "$postgres_dir" || return 1
	postgres_running "$postgres_dir" && return 0
	postgres_dir=$(postgres_place "$postgres_dir")
	postgres_user=$(postgres_owner) && postgres_bin=$(postgres_programs "$postgres_dir") || return 1
	postgres_host=$(postgres_socket "$postgres_dir")
	rm -f "$postgres_dir/data/postmaster.pid"
	mkdir -p "$postgres_host" && chmod 700 "$postgres_host" && touch "$postgres_dir/log" || return 1
	if [ "$(id -u)" = 0 ]; then
		chown "$postgres_user:" "$postgres_host" "$postgres_dir/log" || return 1
	elif [ ! -O "$postgres_host" ]; then
		echo "redress: $postgres_host belongs to someone else" >&2
		return 1
	fi
	postgres_options="-c unix_socket_directories='$postgres_host' -c listen_addresses='' -c port=5432"
	for postgres_setting in "$@"; do
		postgres_options="$postgres_options -c ${postgres_setting%%=*}='${postgres_setting#*=}'"
	done
	if ! postgres_as "$postgres_user" "$postgres_bin/pg_ctl" -D "$postgres_dir/data" -l "$postgres_dir/log" -s -w -t 60 \
		-o "$postgres_options" start </dev/null; then
		tail -n 15 "$postgres_dir/log" >&2
		return 1
	fi
}

# postgres_stop DIR: ends the server if it is up: open sessions are rolled back, nothing committed is lost.
postgres_stop()
{
	postgres_running "$1" || return 0
	postgres_user=$(postgres_owner) && postgres_bin=$(postgres_programs "$1") || return 1
	postgres_as "$postgres_user" "$postgres_bin/pg_ctl" -D "$(postgres_place "$1")/data" -s -w -t 60 -m fast stop
}

# postgres_crash DIR: for tests: ends it as a crash would, with nothing written.
postgres_crash()
{
	postgres_running "$1" || return 0
	postgres_user=$(postgres_owner) && postgres_bin=$(postgres_programs "$1") || return 1
	postgres_as "$postgres_user" "$postgres_bin/pg_ctl" -D "$(postgres_place "$1")/data" -s -w -t 60 -m immediate stop
}
