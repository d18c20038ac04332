#!/bin/sh
# suite: the programs under tests/, with the address, leak and undefined-behaviour sanitizers
# needs: run database build test
# build: asan
# postgres: yes
# limit: 1200
exec /usr/bin/python3 tests/support/programs.py build/asan --not-label no-asan --timeout 300
