#!/bin/sh
# suite: a demo month through the five daemons, under valgrind
# needs: run database build test
# build: dev
# postgres: yes
# limit: 1200
exec /usr/bin/python3 tests/faults/test_month.py "$REDRESS_BUILD/bin" --wrap "valgrind --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite,indirect --show-leak-kinds=definite,indirect --num-callers=20 --suppressions=$REDRESS_ROOT/tests/support/valgrind.supp --log-file=%s.%p"
