# Debian packages. Sourced by sh; the caller has set redress_root to the folder of the tree.
: "${redress_root:?}"


# packages_missing LIST...: the packages of deploy/packages/LIST.txt that this machine lacks, one a line.
packages_missing()
{
	for packages_list in "$@"; do
		packages_file="$redress_root/deploy/packages/$packages_list.txt"
		[ -r "$packages_file" ] || { echo "redress: no such list of packages: $packages_file" >&2; return 1; }
		cat "$packages_file"
	done | {
		packages_wanted=
		while read -r packages_name packages_command _; do
			case $packages_name in '' | '#'*) continue ;; esac
			if [ -n "$packages_command" ] && command -v "$packages_command" >/dev/null 2>&1; then
				continue
			fi
			packages_wanted="$packages_wanted $packages_name"
		done
		[ -n "$packages_wanted" ] || exit 0
		# shellcheck disable=SC2086 # names, split on purpose
		{
			printf '%s\n' $packages_wanted
			dpkg-query -W -f 'there ${db:Status-Status} ${Package}\n' $packages_wanted 2>/dev/null
		} | awk '$1 == "there" { if ($2 == "installed") have[$3] = 1; next } { want[$1] = 1 }
			END { for (name in want) if (!(name in have)) print name }' | sort
	}
}

# packages_install LIST...: sees to it that all packages of the lists are installed. Says nothing when they are.
packages_install()
{
	if ! command -v dpkg-query >/dev/null 2>&1 || ! command -v apt-get >/dev/null 2>&1; then
		echo "redress: this machine has no apt-get. Redress is built and run on Debian 12; the packages it needs" \
			"are listed in deploy/packages." >&2
		return 1
	fi
	packages_names=$(packages_missing "$@") || return 1
	[ -n "$packages_names" ] || return 0
	packages_names=$(printf '%s ' $packages_names)
	packages_as=
	if [ "$(id -u)" != 0 ]; then
		if command -v sudo >/dev/null 2>&1 && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
			packages_as=sudo
		else
			echo "redress: these Debian packages are missing, and only root can install them. As root, run:" >&2
			echo "    apt-get update && apt-get install -y --no-install-recommends $packages_names" >&2
			return 1
		fi
	fi
	echo "redress: installing $(printf '%s' "$packages_names" | wc -w) Debian packages: $packages_names" >&2
	packages_log=$(mktemp) || return 1
	# shellcheck disable=SC2086 # names, split on purpose
	if $packages_as sh -c '
		# What Debian installs it also starts, and with the PostgreSQL server it makes a cluster. Redress keeps and starts its own;
		# so both are put off for as long as this installation lasts.
		made=
		trap "rm -f \$made" EXIT
		trap "exit 130" INT TERM HUP
		if [ ! -e /usr/sbin/policy-rc.d ]; then
			made=/usr/sbin/policy-rc.d
			printf "#!/bin/sh\nexit 101\n" >/usr/sbin/policy-rc.d && chmod 755 /usr/sbin/policy-rc.d || exit 1
		fi
		case " $* " in *" postgresql"*)
			if [ ! -e /etc/postgresql-common/createcluster.d/redress.conf ]; then
				made="$made /etc/postgresql-common/createcluster.d/redress.conf"
				mkdir -p /etc/postgresql-common/createcluster.d || exit 1
				echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.d/redress.conf || exit 1
			fi
		esac
		export DEBIAN_FRONTEND=noninteractive
		apt-get -q -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 update &&
		apt-get -q -y -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confold \
			install --no-install-recommends "$@"
	' redress-packages $packages_names >"$packages_log" 2>&1 </dev/null; then
		rm -f "$packages_log"
	else
		tail -n 25 "$packages_log" >&2
		echo "redress: the packages could not be installed; all that apt-get said is in $packages_log" >&2
		return 1
	fi
}
