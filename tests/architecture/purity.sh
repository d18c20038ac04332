#!/bin/sh
# The domain is pure: its archive calls nothing but memcpy and friends, and the build refuses the rest at compile time.
# purity.sh BUILD
set -u
archive=$1/common/domain/libredress_domain.a

# outside ARCHIVE: the symbols that its members need and none of them has, but for those that touch only what they are given.
outside()
{
	nm -P "$1" 2>/dev/null | awk '
		BEGIN {
			split("memcpy memmove memset memcmp memchr strlen strcmp strncmp __memcpy_chk __memmove_chk __memset_chk " \
				"__stack_chk_fail _GLOBAL_OFFSET_TABLE_", list)
			for (i in list) allowed[list[i]] = 1
		}
		NF >= 2 && $2 == "U" { need[$1] = 1; next }
		NF >= 2 { have[$1] = 1 }
		END { for (name in need) if (!(name in have) && !(name in allowed)) print name }' | sort
}

if [ ! -r "$archive" ]; then
	echo "not ok purity: $archive is not built"
	exit 1
fi
calls=$(outside "$archive")
if [ -z "$calls" ]; then
	echo "ok purity: libredress_domain.a needs nothing from outside"
else
	echo "not ok purity: libredress_domain.a needs" $calls
fi
# Constant tables with pointers in them lie in .data.rel.ro, and are constant all the same.
data=$(objdump -t "$archive" 2>/dev/null | awk '
	/ O \.(data|bss|tdata|tbss)/ && !/ O \.data\.rel\.ro/ { print $NF }' | sort -u)
if [ -z "$data" ]; then
	echo "ok purity: libredress_domain.a keeps no state"
else
	echo "not ok purity: libredress_domain.a has writable data:" $data
fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
printf 'int qsort(void);\nint planted(void);\nint planted(void) { return qsort(); }\n' >"$folder/planted.c"
if cc -c "$folder/planted.c" -o "$folder/planted.o" && ar rc "$folder/planted.a" "$folder/planted.o" &&
	[ "$(outside "$folder/planted.a")" = qsort ]; then
	echo "ok purity: a planted qsort is found in an archive"
else
	echo "not ok purity: a planted qsort is not found in an archive"
fi
found=0
wanted=0
for line in '#include <time.h>' '#include <stdlib.h>' '#include <stdio.h>' 'int planted(void) { return (int)(long)malloc; }' \
	'long planted(void) { return localtime(0); }'; do
	wanted=$((wanted + 1))
	printf '%s\nextern int one;\n' "$line" >"$folder/planted.c"
	cc -include cmake/domain_purity.h -c "$folder/planted.c" -o "$folder/planted.o" 2>"$folder/said" ||
		{ grep -q poisoned "$folder/said" && found=$((found + 1)); }
done
if [ "$found" = "$wanted" ]; then
	echo "ok purity: the build refuses a clock, the heap and stdio"
else
	echo "not ok purity: the build refuses $found of $wanted planted impurities"
fi
if grep -q 'domain_purity\.h' common/domain/CMakeLists.txt; then
	echo "ok purity: the domain is built with that refusal"
else
	echo "not ok purity: common/domain/CMakeLists.txt does not put cmake/domain_purity.h before its files"
fi
