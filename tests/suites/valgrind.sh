#!/bin/sh
# suite: the programs under tests/common, but those of the database and the bus, under valgrind
# needs: run database build test
# build: dev
# limit: 1200
# valgrind follows Criterion into the process that it makes for each test.
exec /usr/bin/python3 tests/support/programs.py "$REDRESS_BUILD" --only '^common/(base|domain|pack|wire)/' --not-label no-valgrind --timeout 600 \
	--wrap "valgrind --quiet --trace-children=yes --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite --show-leak-kinds=definite --num-callers=20 --suppressions=$REDRESS_ROOT/tests/support/valgrind.supp --log-file=%s.valgrind.%p"
