# A Docker engine for a test. Sourced by sh. One that answers already is used, and left alone; else one is started with all its state in
# a folder of the test's, and ended by its pid.

# engine_start DIR: afterwards `docker` and `docker-compose` reach an engine.
engine_start()
{
	engine_dir=$1
	engine_pid=
	# Without a builder plug-in, the classic builder does.
	DOCKER_BUILDKIT=0 COMPOSE_DOCKER_CLI_BUILD=0
	export DOCKER_BUILDKIT COMPOSE_DOCKER_CLI_BUILD
	if timeout 10 docker info >/dev/null 2>&1; then
		return 0
	fi
	if [ "$(id -u)" != 0 ]; then
		echo "# no Docker engine answers, and only root can start one" >&2
		return 1
	fi
	mkdir -p "$engine_dir"
	# A bridge may not carry more in one frame than the way out does.
	engine_mtu=$(cat "/sys/class/net/$(awk '$2 == "00000000" { print $1; exit }' /proc/net/route)/mtu" 2>/dev/null || echo 1500)
	ls /sys/class/net >"$engine_dir/links"
	setsid dockerd --data-root "$engine_dir/data" --exec-root "$engine_dir/exec" --pidfile "$engine_dir/pid" --mtu "$engine_mtu" \
		-H "unix://$engine_dir/socket" >"$engine_dir/log" 2>&1 </dev/null &
	engine_pid=$!
	DOCKER_HOST=unix://$engine_dir/socket
	export DOCKER_HOST
	for _ in $(seq 60); do
		timeout 10 docker info >/dev/null 2>&1 && return 0
		kill -0 "$engine_pid" 2>/dev/null || break
		sleep 0.5
	done
	tail -n 25 "$engine_dir/log" >&2
	return 1
}

# engine_stop: ends what engine_start started, and what that mounted.
engine_stop()
{
	[ -n "${engine_pid:-}" ] || return 0
	kill "$engine_pid" 2>/dev/null
	for _ in $(seq 60); do
		kill -0 "$engine_pid" 2>/dev/null || break
		sleep 0.5
	done
	kill -9 "$engine_pid" 2>/dev/null
	wait "$engine_pid" 2>/dev/null
	engine_pid=
	awk -v dir="$engine_dir/" 'index($2, dir) == 1 { print $2 }' /proc/mounts | sort -r | while read -r engine_mount; do
		umount -l "$engine_mount"
	done
	if ! grep -qx docker0 "$engine_dir/links" && command -v ip >/dev/null 2>&1; then
		ip link delete docker0 2>/dev/null
	fi
	rm -rf "$engine_dir"
}
