#!/bin/sh
# suite: negative controls: with the log read naively, or posts acknowledged before they are durable, the tests that are there for it fail
# needs: run database build test
# postgres: yes
# limit: 1200
# In a sound build the same tests pass: suite units.
while read -r preset names; do
	sh tests/support/some.sh "$preset" "$names" --expect-failure </dev/null
done <<'END'
control-naive-log ^common/store/test_order$
control-early-ack ^services/intake/test_durable
END
