#!/bin/sh
# suite: worked cases: dates counted apart from Redress, and where the policies depart from the Code, from their texts
# needs: build test
# build: dev
# limit: 60
# quick: yes
status=0
/usr/bin/python3 tests/tables/deadlines.py "$REDRESS_BUILD/bin/redressctl" || status=1
/usr/bin/python3 tests/tables/departures.py "$REDRESS_BUILD/bin/redressctl" || status=1
exit "$status"
