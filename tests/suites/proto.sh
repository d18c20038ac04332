#!/bin/sh
# suite: the messages' style, and that none breaks those of the last release
# needs: test
# limit: 120
# quick: yes
tools=tests/proto/node_modules
if [ "$(cat $tools/.of 2>/dev/null)" != "$(cksum <tests/proto/package-lock.json)" ]; then
	if ! npm ci --prefix tests/proto --userconfig .npmrc --ignore-scripts --no-progress --prefer-offline; then
		echo "not ok proto: npm could not fetch buf"
		exit 1
	fi
	cksum <tests/proto/package-lock.json >$tools/.of
fi
buf=$tools/.bin/buf

if $buf lint; then
	echo "ok proto: buf lint"
else
	echo "not ok proto: buf lint"
fi

# What a landlord's systems hold, in JSON or on the wire, must stay readable: against the last release there is.
release=$(git tag --list 'v*' --sort=-version:refname 2>/dev/null | head -n 1)
if [ -n "$release" ]; then
	git archive "$release" proto buf.yaml | tar -x -C "$REDRESS_SCRATCH"
	if $buf breaking --against "$REDRESS_SCRATCH"; then
		echo "ok proto: buf breaking against $release"
	else
		echo "not ok proto: buf breaking against $release"
	fi
fi

# The check itself: a field that takes another's number, and a name out of style, are found.
mkdir "$REDRESS_SCRATCH/planted" && cp -r proto buf.yaml "$REDRESS_SCRATCH/planted"
sed -i 's/bool dissatisfied = 3;/string dissatisfied = 3;/' "$REDRESS_SCRATCH/planted/proto/redress/v1/landlord.proto"
echo 'message planted_message {}' >>"$REDRESS_SCRATCH/planted/proto/redress/v1/reporting.proto"
if $buf breaking "$REDRESS_SCRATCH/planted" --against . >/dev/null 2>&1; then
	echo "not ok proto: a planted break is not found"
else
	echo "ok proto: a planted break is found"
fi
if $buf lint "$REDRESS_SCRATCH/planted" | grep -q planted_message; then
	echo "ok proto: a planted name out of style is found"
else
	echo "not ok proto: a planted name out of style is not found"
fi
