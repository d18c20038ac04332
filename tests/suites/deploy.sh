#!/bin/sh
# suite: `sh deploy/run` as a new user types it, in a clone: the demo year, Ctrl-C, a second run, --fresh
# needs: run database build test
# limit: 1500
exec /usr/bin/python3 tests/deploy/test_run.py "$REDRESS_SCRATCH"
