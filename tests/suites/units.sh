#!/bin/sh
# suite: the programs under tests/, on real sockets and a real PostgreSQL
# needs: run database build test
# build: dev
# postgres: yes
# limit: 900
# quick: yes
exec /usr/bin/python3 tests/support/programs.py "$REDRESS_BUILD"
