#!/bin/sh
# suite: a demo month through the five daemons, with the address, leak and undefined-behaviour sanitizers
# needs: run database build test
# postgres: yes
# limit: 900
set -u
programs="redress-intake redress-routing redress-sla redress-notification redress-reporting redressctl"
# shellcheck disable=SC2086 # names, split on purpose
if ! { cmake --preset asan -Wno-dev && cmake --build --preset asan -j "$REDRESS_JOBS" --target $programs -- --quiet; } >"$REDRESS_SCRATCH/build" 2>&1; then
	tail -n 40 "$REDRESS_SCRATCH/build"
	echo "not ok month-asan: the build"
	exit 1
fi
exec /usr/bin/python3 tests/faults/test_month.py build/asan/bin --sanitized
