#!/bin/sh
# suite: the pack language's JSON Schema allows the packs there are, and refuses what the reader refuses
# needs: build test
# build: dev
# limit: 60
# quick: yes
exec /usr/bin/python3 tests/schema/test_schema.py "$REDRESS_BUILD/bin/redressctl"
