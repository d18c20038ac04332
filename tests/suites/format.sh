#!/bin/sh
# suite: C is laid out as .clang-format says, shell scripts hold to POSIX
# needs: test
# limit: 120
# quick: yes
git ls-files -co --exclude-standard '*.c' '*.h' | while read -r file; do
	[ -e "$file" ] && echo "$file"
done >"$REDRESS_SCRATCH/files"
if xargs -r -P "$REDRESS_JOBS" -n 16 clang-format --dry-run -Werror <"$REDRESS_SCRATCH/files"; then
	echo "ok clang-format of $(wc -l <"$REDRESS_SCRATCH/files") files"
else
	echo "not ok clang-format (clang-format -i FILE mends it)"
fi

git ls-files -co --exclude-standard | while read -r file; do
	[ -f "$file" ] && head -n 1 "$file" | grep -qE '^#!.*\b(sh|bash)\b' && echo "$file"
done >"$REDRESS_SCRATCH/scripts"
if xargs -r shellcheck -x -S warning <"$REDRESS_SCRATCH/scripts" && shellcheck -s sh -S warning deploy/lib/*.sh; then
	echo "ok shellcheck of $(wc -l <"$REDRESS_SCRATCH/scripts") scripts"
else
	echo "not ok shellcheck"
fi
