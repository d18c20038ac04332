#!/usr/bin/python3
"""The house's rules that a machine can read: house.py [--lengths] [--untested]

One TAP line a rule, file:line of each offence. --lengths and --untested print what is long, and what has no test of its own.
"""
import os, re, subprocess, sys

os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))
MAIN_LINES = 60
# Past the first of each, ask what the second reason to exist is (--lengths names them); past the second, there is one. Tests may be longer.
FILE_LINES = (400, 450)
FUNCTION_LINES = (70, 100)
HERE = "tests/architecture/house.py"

listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], capture_output=True, text=True, check=True).stdout.splitlines()
FILES = [path for path in listed if os.path.isfile(path) and not os.path.islink(path)]


def text(path):
    with open(path, errors="replace") as file:
        return file.read()


def is_text(path):
    with open(path, "rb") as file:
        return b"\0" not in file.read(4096)


def code(path):
    return path.endswith((".c", ".h")) and path.startswith(("common/", "services/"))


def lines_with(pattern, paths, flags=0):
    ruled = re.compile(pattern, flags)
    for path in paths:
        for number, line in enumerate(text(path).splitlines(), 1):
            if found := ruled.search(line):
                yield f"{path}:{number}: {found[0]}"


def functions(path):
    """(name, first line, lines) of each, in files laid out as .clang-format has them."""
    lines = text(path).splitlines()
    began = None
    for number, line in enumerate(lines, 1):
        if line == "{":
            back = number - 1
            while back > 0 and not re.match(r"[A-Za-z_]\w*\s*\(", lines[back - 1]):
                back -= 1
            began = (re.match(r"\w*", lines[back - 1])[0], number)
        elif line == "}" and began:
            yield began[0], began[1], number - began[1] + 1
            began = None


def mains():
    for path in FILES:
        if re.fullmatch(r"services/\w+/main\.c", path) and (count := len(text(path).splitlines())) >= MAIN_LINES:
            yield f"{path}:1: {count} lines; a main.c has fewer than {MAIN_LINES}"


def lengths(which):
    for path in FILES:
        if path.endswith((".c", ".h")) and (which == 0 or code(path)):
            count = len(text(path).splitlines())
            if count > FILE_LINES[which]:
                yield f"{path}:1: {count} lines"
            for name, at, count in functions(path):
                if count > FUNCTION_LINES[which]:
                    yield f"{path}:{at}: {name} has {count} lines"


def landlords():
    """Judgement is general: no landlord of deploy/policies, nor anyone's short name, stands in C."""
    names = {"livin", "lmh", "ccf", "lgah", "lhp"}
    names |= {os.path.basename(path).rsplit(".", 1)[0].split("-")[0] for path in FILES if path.startswith("deploy/policies/") and path.endswith(".yaml")}
    names -= {"regulation", "example", "code", "hazards"}
    return lines_with(r"(?<![a-z])(" + "|".join(map(re.escape, sorted(names))) + r")(?![a-z])", filter(code, FILES), re.I)


def addresses():
    """No path of a machine, no address of a registry: those known, and those this machine is set up with."""
    hosts = {r"registry\.npmjs", r"(deb|security|snapshot)\.debian\.org", r"pypi\.org", r"files\.pythonhosted", r"proxy\.golang"}
    set_up = subprocess.run("cat /etc/apt/sources.list /etc/apt/sources.list.d/* ~/.npmrc /etc/npmrc 2>/dev/null; npm config get registry 2>/dev/null",
        shell=True, capture_output=True, text=True).stdout
    hosts |= {re.escape(host) for host in re.findall(r"https?://([\w.-]+\.\w+)", set_up)}
    pattern = r"(?<![\w.])(/work/|/root/|/home/\w)|" + "|".join(sorted(hosts))
    return lines_with(pattern, [path for path in FILES if path != HERE and is_text(path)])


def unfinished():
    return lines_with(r"\b(TODO|FIXME|XXX|HACK)\b", [path for path in FILES if path != HERE and is_text(path) and not path.startswith("tests/fuzz/corpus")])


def generated():
    for path in FILES:
        if re.search(r"(^|/)(build|var|node_modules|__pycache__)/|\.pb-c\.[ch]$|_pb2\.py$|_sql\.[ch]$|\.(o|a|so|pyc)$", path):
            yield f"{path}:1: is made, not written"


def sql():
    for path in FILES:
        if re.match(r"services/\w+/.*\.sql$|common/\w+/.*\.sql$", path) and not re.search(r"/sql/[a-z]+_[a-z0-9_]+\.sql$", path):
            yield f"{path}:1: SQL of a service is sql/<verb>_<noun>.sql"


def guards():
    for path in FILES:
        if code(path) and path.endswith(".h"):
            wanted = "REDRESS_" + re.sub(r"\W", "_", path.split("/", 1)[1]).upper()
            if f"#ifndef {wanted}\n#define {wanted}\n" not in text(path):
                yield f"{path}:1: its guard is {wanted}"


def untested():
    there = set(FILES)
    for path in FILES:
        if path.endswith(".c") and code(path) and not path.endswith("/main.c"):
            folder, name = os.path.split(path)
            if f"tests/{folder}/test_{name}" not in there:
                yield path


RULES = [
    (f"main.c has fewer than {MAIN_LINES} lines", mains),
    (f"no file over {FILE_LINES[1]} lines, no function over {FUNCTION_LINES[1]}", lambda: lengths(1)),
    ("no landlord's name in C", landlords),
    ("no machine's path, no registry's address", addresses),
    ("nothing marked unfinished", unfinished),
    ("nothing made is kept", generated),
    ("SQL is named verb_noun", sql),
    ("headers are guarded by their path", guards),
]

if sys.argv[1:] == ["--lengths"]:
    print("\n".join(lengths(0)))
elif sys.argv[1:] == ["--untested"]:
    print("\n".join(untested()))
else:
    good = True
    for name, rule in RULES:
        found = list(rule())
        good &= not found
        print(f"{'not ok' if found else 'ok'} house: {name}")
        for each in found:
            print(f"#   {each}")
    sys.exit(not good)
