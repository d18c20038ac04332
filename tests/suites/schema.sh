#!/bin/sh
# suite: the pack language's JSON Schema allows the packs there are, and refuses what the reader refuses; the guide to packs names all of it
# needs: build test
# build: dev
# limit: 60
# quick: yes
status=0
/usr/bin/python3 tests/schema/test_schema.py "$REDRESS_BUILD/bin/redressctl" || status=1
/usr/bin/python3 tests/schema/test_guide.py "$REDRESS_BUILD/bin/redressctl" || status=1
exit "$status"
