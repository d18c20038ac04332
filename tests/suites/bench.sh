#!/bin/sh
# suite: the benchmark of tests/bench works, and the dates it counts are right by another count (its speeds: sh tests/bench/run)
# needs: run build test bench
# build: dev
# limit: 300
if ! sh tests/bench/run --brief >"$REDRESS_SCRATCH/said"; then
	echo "not ok sh tests/bench/run --brief"
fi
grep -E '^(ok|not ok|#)' "$REDRESS_SCRATCH/said"
