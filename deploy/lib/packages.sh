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
		# Debian makes and starts a PostgreSQL cluster of its own with the server package. Redress keeps its own
		# elsewhere, so that is put off for as long as this installation lasts.
		no_cluster=
		drop_in=/etc/postgresql-common/createcluster.d/redress.conf
		case " $* " in *" postgresql"*)
			if [ ! -e "$drop_in" ]; then
				mkdir -p "${drop_in%/*}" && echo "create_main_cluster = false" >"$drop_in" || exit 1
				no_cluster=$drop_in
				trap "rm -f \"\$no_cluster\"" EXIT
				trap "exit 130" INT TERM HUP
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
