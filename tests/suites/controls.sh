#!/bin/sh
# suite: negative controls: broken on purpose (a naive log, an early acknowledgement), the tests labelled so must fail
# needs: run database build test
# postgres: yes
# limit: 1200
for control in control-naive-log control-early-ack; do
	# In a sound build the same tests pass: the quick suites saw to that, or do here.
	sh tests/support/labelled.sh "$control" "$control" --expect-failure
done
