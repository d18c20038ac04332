#!/bin/sh
# Builds some of the test programs in one preset, and runs them: some.sh PRESET REGEX-OF-NAMES [arguments of programs.py]
set -u
preset=$1
names=$2
shift 2
if ! cmake --preset "$preset" >"$REDRESS_SCRATCH/configure" 2>&1; then
	cat "$REDRESS_SCRATCH/configure"
	echo "not ok configure $preset"
	exit 1
fi
# A program that is not built yet has no path there, but its target has its name.
programs=$(ctest --test-dir "build/$preset" -R "$names" --show-only=json-v1 | /usr/bin/python3 -c '
import json, sys
print(*["test-" + test["name"].replace("/", "-") for test in json.load(sys.stdin)["tests"]])')
if [ -z "$programs" ]; then
	echo "not ok no test is called $names"
	exit 1
fi
# shellcheck disable=SC2086 # targets, split on purpose
if ! cmake --build "build/$preset" -j "$REDRESS_JOBS" --target $programs -- --quiet >"$REDRESS_SCRATCH/build" 2>&1; then
	tail -n 40 "$REDRESS_SCRATCH/build"
	echo "not ok build $preset"
	exit 1
fi
exec /usr/bin/python3 tests/support/programs.py "build/$preset" --only "$names" "$@"
