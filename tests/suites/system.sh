#!/bin/sh
# suite: all five daemons together: both edges, alerts, faults, real complaints
# needs: run database build test
# build: dev
# postgres: yes
# limit: 1200
# quick: yes
for test in tests/interop/test_line.py tests/interop/test_law.py tests/interop/test_findings.py tests/scenarios/test_daemons.py tests/services/redressctl/test_impact.py tests/services/redressctl/test_sixth.py tests/faults/test_*.py; do
	name=$(basename "$test" .py)
	/usr/bin/python3 "$test" "$REDRESS_BUILD/bin" >"$REDRESS_SCRATCH/$name" 2>"$REDRESS_SCRATCH/$name.err" || {
		sed 's/^/# /' "$REDRESS_SCRATCH/$name.err" | tail -n 60
		grep -q '^not ok' "$REDRESS_SCRATCH/$name" || echo "not ok ${name#test_}: it broke off"
	}
	sed "s/^\(not ok\|ok\) [0-9]* - /\1 ${name#test_}: /; /^1\.\./d" "$REDRESS_SCRATCH/$name"
done
