#!/bin/sh
# Makes the image debian:bookworm-slim where none can be pulled: by debootstrap, from the mirror that this machine's apt uses. Needs root.
# Does nothing when the engine has the image. A copy is kept for a week in var/cache, or $REDRESS_CACHE.
set -eu
docker image inspect debian:bookworm-slim >/dev/null 2>&1 && exit 0

cache=${REDRESS_CACHE:-$(cd "$(dirname "$0")/../.." && pwd)/var/cache}
kept=$cache/bookworm-slim.tar
mkdir -p "$cache"
if [ -z "$(find "$kept" -mtime -7 2>/dev/null)" ]; then
	folder=$(mktemp -d)
	trap 'rm -rf "$folder"' EXIT
	trap 'exit 130' INT TERM HUP
	mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Codename: bookworm' 'Component: main' 2>/dev/null | head -n 1)
	# shellcheck disable=SC2086 # no mirror: debootstrap's own default
	if ! debootstrap --variant=minbase bookworm "$folder/tree" $mirror >"$folder/log" 2>&1; then
		tail -n 20 "$folder/log" >&2
		echo "base.sh: debootstrap could not make a Debian 12 from this machine's mirror" >&2
		exit 1
	fi
	apt=$folder/tree/etc/apt
	if [ -n "$mirror" ]; then
		# apt in the image reaches what apt here reaches, in the same way: sources, keys, proxies.
		rm -f "$apt/sources.list"
		for each in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
			if [ -r "$each" ] && grep -q bookworm "$each"; then
				cp "$each" "$apt${each#/etc/apt}"
			fi
		done
		cp -r /etc/apt/trusted.gpg.d /etc/apt/keyrings "$apt/" 2>/dev/null || true
		cp /usr/share/keyrings/*debian* "$folder/tree/usr/share/keyrings/" 2>/dev/null || true
		apt-config dump | grep -E '^Acquire::(https?|Check|Retries|ForceIPv)' >"$apt/apt.conf.d/90machine" || true
	fi
	echo 'Acquire::Languages "none";' >"$apt/apt.conf.d/91slim"
	rm -rf "$folder"/tree/var/cache/apt/archives/*.deb "$folder"/tree/var/lib/apt/lists/* "$folder"/tree/var/log/* \
		"$folder"/tree/usr/share/doc/* "$folder"/tree/usr/share/man/* "$folder"/tree/usr/share/locale/*
	tar -C "$folder/tree" --numeric-owner -c . >"$kept.new"
	mv "$kept.new" "$kept"
fi
docker import --change 'CMD ["bash"]' "$kept" debian:bookworm-slim >/dev/null
