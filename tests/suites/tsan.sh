#!/bin/sh
# suite: the programs that have threads, with the thread sanitizer (label tsan: plain mains, which Criterion's are not)
# needs: run database build test
# postgres: yes
# limit: 900
exec sh tests/support/labelled.sh tsan tsan
