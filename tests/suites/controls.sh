#!/bin/sh
# suite: negative controls: with the log read naively, or posts acknowledged before they are durable, the tests that are there for it fail
# needs: run database build test
# postgres: yes
# limit: 1200
# In a sound build the same tests pass: suites units and faults.
set -u
sh tests/support/some.sh control-naive-log '^common/store/test_order$' --expect-failure </dev/null

preset=control-early-ack
if ! { cmake --preset $preset && cmake --build --preset $preset -j "$REDRESS_JOBS" --target redress-intake redress-routing redress-sla redress-notification redress-reporting redressctl -- --quiet; } >"$REDRESS_SCRATCH/build" 2>&1; then
	tail -n 40 "$REDRESS_SCRATCH/build"
	echo "not ok build $preset"
	exit 1
fi
timeout 300 /usr/bin/python3 tests/faults/test_durable.py build/$preset/bin >"$REDRESS_SCRATCH/said" 2>&1
if grep -q '^not ok' "$REDRESS_SCRATCH/said"; then
	echo "ok faults/test_durable fails, as it must"
else
	sed 's/^/# /' "$REDRESS_SCRATCH/said"
	echo "not ok faults/test_durable fails, as it must"
fi
