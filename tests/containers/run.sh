#!/bin/sh
# The containers for real: an engine, the base image from Debian's mirror, the images, the whole of Redress by the compose file, a complaint
# posted and its case read back, through a crash and a restart. Prints TAP.
set -u
cd "$(dirname "$0")/../.." || exit 1
scratch=${REDRESS_SCRATCH:-$(mktemp -d)}
. tests/containers/engine.sh
PATH=/usr/sbin:$PATH
landlord=livin
started=

check()
{
	what=$1
	shift
	if "$@" >"$scratch/said" 2>&1; then
		echo "ok containers: $what"
	else
		sed 's/^/# /' "$scratch/said"
		echo "not ok containers: $what"
		return 1
	fi
}

compose()
{
	docker-compose -p "$project" "$@" </dev/null
}

finish()
{
	if [ -n "$started" ]; then
		compose down -v --rmi local --remove-orphans >/dev/null 2>&1
	fi
	engine_stop
}
trap finish EXIT
trap 'exit 130' INT TERM HUP

# state CONTAINER: "healthy", "running", "exited 0", ...
state()
{
	docker inspect "$(compose ps -q -a "$1" 2>/dev/null || compose ps -q "$1")" --format \
		'{{if .State.Health}}{{.State.Health.Status}}{{else if .State.Running}}running{{else}}{{.State.Status}} {{.State.ExitCode}}{{end}}'
}

daemons="intake routing sla notification reporting"

all_healthy()
{
	for _ in $(seq 120); do
		waiting=
		for each in database $daemons; do
			now=$(state "$each")
			[ "$now" = healthy ] || waiting="$waiting $each:$now"
		done
		[ -z "$waiting" ] && return 0
		sleep 1
	done
	echo "not healthy after two minutes:$waiting"
	compose logs --no-color --tail 15
	return 1
}

ended_well()
{
	for _ in $(seq 60); do
		now=$(state "$1")
		case $now in "exited 0") return 0 ;; esac
		sleep 1
	done
	echo "$1 is $now"
	compose logs --no-color --tail 20 "$1"
	return 1
}

post()
{
	curl -sS --max-time 20 -o "$scratch/answer" -w '%{http_code}' -H "Authorization: Bearer $bearer" \
		-H 'Content-Type: application/cloudevents+json' --data "@$scratch/complaint" "http://127.0.0.1:$REDRESS_PORT_INTAKE/v1/events" \
		>"$scratch/status" && cat "$scratch/status" "$scratch/answer" && grep -qE "^($1)\$" "$scratch/status"
}

ctl()
{
	compose run --rm --no-deps redressctl "$@"
}

# case_says WORD: within a little while, the case's timeline holds it.
case_says()
{
	for _ in $(seq 30); do
		ctl case "$reference" --as "$landlord" >"$scratch/case" 2>&1 && grep -qE "$1" "$scratch/case" && return 0
		sleep 1
	done
	echo "the case of $reference does not say $1:"
	cat "$scratch/case"
	return 1
}

runs_without_rights()
{
	for each in database $daemons; do
		container=$(compose ps -q "$each")
		user=$(docker exec "$container" id -u)
		capabilities=$(docker exec "$container" sh -c 'sed -n "s/^CapEff:[[:space:]]*//p" /proc/1/status')
		echo "$each: user $user, capabilities $capabilities"
		[ "$user" != 0 ] && [ "$capabilities" = 0000000000000000 ] || return 1
	done
}

only_here()
{
	for each in $daemons database; do
		docker port "$(compose ps -q "$each")"
	done >"$scratch/ports"
	cat "$scratch/ports"
	[ -s "$scratch/ports" ] && ! grep -v ' 127\.0\.0\.1:' "$scratch/ports"
}

own_secrets_only()
{
	docker exec "$(compose ps -q sla)" sh -c 'cd /var/lib/redress/secrets && find . -type f | sort' >"$scratch/secrets"
	cat "$scratch/secrets"
	[ -s "$scratch/secrets" ] && ! grep -v '^\./self/' "$scratch/secrets"
}

check "the compose file is valid" docker-compose config -q || exit 1
check "an engine answers" engine_start "$scratch/engine" || exit 1
# check runs in this shell, so the engine's address and pid are known here.
check "the base image is there" sh deploy/docker/base.sh || exit 1

project=redress-test-$$
REDRESS_IMAGE=redress-test-$$
REDRESS_LANDLORD=$landlord
free_ports=$(/usr/bin/python3 -c '
import socket
held = [socket.create_server(("127.0.0.1", 0)) for _ in range(4)]
print(*[each.getsockname()[1] for each in held])')
# shellcheck disable=SC2086 # four numbers, split on purpose
set -- $free_ports
REDRESS_PORT_INTAKE=$1 REDRESS_PORT_COMMANDS=$2 REDRESS_PORT_ALERTS=$3 REDRESS_PORT_REPORTING=$4
export REDRESS_IMAGE REDRESS_LANDLORD REDRESS_PORT_INTAKE REDRESS_PORT_COMMANDS REDRESS_PORT_ALERTS REDRESS_PORT_REPORTING

check "the images are built" compose build || exit 1
started=yes
check "all is started" compose up -d || exit 1
check "every container is healthy" all_healthy || exit 1
check "set-up has done its work" ended_well setup || exit 1
check "the policy is put in force" ended_well policies || exit 1
check "nothing runs as root, or with a capability" runs_without_rights
check "ports are open on this machine alone" only_here
check "a daemon holds no secret but its own" own_secrets_only

bearer=$(docker exec "$(compose ps -q intake)" cat "/var/lib/redress/keys/$landlord.bearer")
cat >"$scratch/complaint" <<END
{"specversion": "1.0", "type": "redress.v1.ContactReceived", "source": "housing", "id": "containers-1", "landlord": "$landlord",
 "time": "$(date -u +%Y-%m-%dT%H:%M:%SZ)", "datacontenttype": "application/json",
 "data": {"channel": "CHANNEL_PHONE", "nature": "NATURE_COMPLAINT", "dissatisfied": true, "enoughToInvestigate": true,
  "customer": {"ref": "C-1", "name": "Ada Field"}, "words": "The boiler has failed again"}}
END
check "a complaint is taken" post '200|201|202' || exit 1
reference=$(grep -oE '[A-Z0-9]+-[0-9A-Z]{5}-[0-9A-Z]{5}' "$scratch/answer" | head -n 1)
check "its case has a reference" test -n "$reference" || exit 1
check "the case is judged: opened, and its clocks run" case_says 'ClockStarted|[Aa]cknowledge'

docker kill "$(compose ps -q sla)" "$(compose ps -q database)" >/dev/null 2>&1
check "a killed database and daemon come up again" sh -c '
	docker start "$1" >/dev/null && docker start "$2" >/dev/null' start "$(compose ps -q -a database 2>/dev/null || compose ps -q database)" "$(compose ps -q sla)"
check "every container is healthy again" all_healthy
check "the repeat of a post is known as one" post '200|201|202'
check "its first answer is given" grep -q "$reference" "$scratch/answer"

compose stop >/dev/null 2>&1
compose down >/dev/null 2>&1
check "taken down and started again" compose up -d
check "every container is healthy after that" all_healthy
check "the case is still there, and its judgements" case_says 'ClockStarted|[Aa]cknowledge'
check "the log is as it was written" ctl verify
