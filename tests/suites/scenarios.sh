#!/bin/sh
# suite: cases told day by day: the language, every row of the policies, and what the simulator says
# needs: build test
# build: dev
# limit: 300
# quick: yes
/usr/bin/python3 tests/scenarios/test_language.py
/usr/bin/python3 tests/scenarios/run.py --coverage
/usr/bin/python3 tests/scenarios/run.py --simulate "$REDRESS_BUILD/bin/redressctl"
/usr/bin/python3 tests/scenarios/run.py --orders "$REDRESS_BUILD/bin/redressctl"
/usr/bin/python3 tests/scenarios/run.py --dates "$REDRESS_BUILD/bin/redressctl"
