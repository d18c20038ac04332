#!/bin/sh
# suite: the bank holidays of deploy/calendars against another source, each difference explained
# needs: test
# limit: 120
# quick: yes
tools=tests/calendars/node_modules
if [ "$(cat $tools/.of 2>/dev/null)" != "$(cksum <tests/calendars/package-lock.json)" ]; then
	if ! npm ci --prefix tests/calendars --userconfig .npmrc --ignore-scripts --no-progress --prefer-offline; then
		echo "not ok calendars: npm could not fetch date-holidays"
		exit 1
	fi
	cksum <tests/calendars/package-lock.json >$tools/.of
fi
node tests/calendars/compare.js
