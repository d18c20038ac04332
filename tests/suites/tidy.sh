#!/bin/sh
# suite: clang-tidy over common/ and services/, as .clang-tidy says
# needs: build test
# build: dev
# limit: 1200
# One test a file; what a file says is shown below its name.
tidy_one()
{
	if said=$(timeout 240 clang-tidy --quiet -p "$REDRESS_BUILD" "$1" 2>&1); then
		echo "ok clang-tidy $1"
	else
		printf 'not ok clang-tidy %s\n%s\n' "$1" "$(printf '%s\n' "$said" | grep -v 'warnings generated\|warnings treated as errors')"
	fi
}
if [ $# = 1 ]; then
	tidy_one "$1"
	exit
fi
sed -n 's/^ *"file": "\(.*\)".*/\1/p' "$REDRESS_BUILD/compile_commands.json" | sed "s|^$REDRESS_ROOT/||" | grep -E '^(common|services)/' | sort -u |
	xargs -r -P "$REDRESS_JOBS" -n 1 "$0"
