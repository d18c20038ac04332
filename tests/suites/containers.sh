#!/bin/sh
# suite: the images and the compose file, on a Docker engine of the test's own
# needs: containers
# limit: 1500
exec sh tests/containers/run.sh
