#!/bin/sh
# suite: each fuzz target for a little while, from its corpus (REDRESS_FUZZ_SECONDS for each; 20)
# needs: build test
# limit: 1200
set -u
seconds=${REDRESS_FUZZ_SECONDS:-20}
if ! { cmake --preset fuzz && cmake --build --preset fuzz -j "$REDRESS_JOBS" --target fuzz; } >"$REDRESS_SCRATCH/build" 2>&1; then
	tail -n 40 "$REDRESS_SCRATCH/build"
	echo "not ok fuzz: the build"
	exit 1
fi
# One at a time would waste cores: each target has one, as many at once as there are.
cat >"$REDRESS_SCRATCH/one" <<'END'
what=$(basename "$1")
own=$REDRESS_SCRATCH/$what
mkdir "$own" "$own/found"
corpus=tests/fuzz/corpus/$what
[ -d "$corpus" ] || corpus=
dictionary=tests/fuzz/corpus/$what.dict
[ -r "$dictionary" ] || dictionary=
if "$1" -max_total_time="$2" -timeout=10 -rss_limit_mb=2048 -max_len=65536 -artifact_prefix="$own/crash-" -print_final_stats=1 \
	${dictionary:+-dict="$dictionary"} "$own/found" $corpus >"$own/log" 2>&1; then
	echo "ok fuzz $what ($(sed -n 's/^stat::number_of_executed_units: *//p' "$own/log") inputs)"
else
	{
		tail -n 60 "$own/log"
		for each in "$own"/crash-*; do
			[ -e "$each" ] && echo "$(basename "$each"), in base64:" && base64 "$each" | head -n 40
		done
	} >"$own/said"
	printf '%s\nnot ok fuzz %s\n' "$(cat "$own/said")" "$what"
fi
END
find build/fuzz/fuzz -maxdepth 1 -type f -perm -u+x 2>/dev/null | sort | xargs -r -P "$REDRESS_JOBS" -I TARGET sh "$REDRESS_SCRATCH/one" TARGET "$seconds"
