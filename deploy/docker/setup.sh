#!/bin/sh
# In the setup container: migrations, keys and credentials; what is there already is left as it is.
set -eu
exec redressctl setup "$@"
