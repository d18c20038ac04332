#!/bin/sh
# suite: layers, purity of the domain, the flow of messages, the house's rules
# needs: build test
# build: dev
# limit: 120
# quick: yes
/usr/bin/python3 tests/architecture/layers.py
/usr/bin/python3 tests/architecture/layers.py --self
sh tests/architecture/purity.sh "$REDRESS_BUILD"
/usr/bin/python3 tests/architecture/flow.py --check
/usr/bin/python3 tests/architecture/flow.py --self
/usr/bin/python3 tests/architecture/house.py
echo "# $(/usr/bin/python3 tests/architecture/house.py --untested | wc -l) sources have no test of their own path (house.py --untested)"
