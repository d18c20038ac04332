#!/usr/bin/python3
"""Reads every #include below common/ and services/ against the layers: layers.py [TREE]

Prints one TAP line a rule, and file:line of each offence. `layers.py --self` plants offences in a copy and sees that each is found.
"""
import os, re, shutil, subprocess, sys, tempfile

ALL = {"base", "domain", "pack", "wire", "store", "bus", "http", "runtime"}
# A layer, the layers that it may include, and the libraries (below) that it may.
LAYERS = {
    "base": (set(), {"sodium"}),
    "domain": (set(), set()),
    "pack": ({"base", "domain"}, {"fyaml", "jansson", "sodium"}),
    "wire": ({"base", "domain"}, {"protobuf-c", "generated", "jansson", "sodium"}),
    "store": ({"base", "domain", "wire"}, {"pq", "sodium"}),
    "bus": ({"base", "wire"}, {"zmq", "uv", "jansson", "sodium"}),
    "http": ({"base", "wire"}, {"microhttpd", "uv", "jansson", "sodium"}),
    "runtime": (ALL - {"runtime"}, {"uv", "sodium", "jansson"}),
    "services": (ALL, {"uv", "sodium", "jansson", "curl", "graphics"}),
}
# The headers of base that hold no state, take no memory and call nothing: the domain may use these.
PURE = {"base/text.h", "base/limits.h"}
DOMAIN_LIBC = {"limits.h", "stdbool.h", "stddef.h", "stdint.h", "string.h"}

LIBRARIES = {
    "pq": r"(libpq-fe|libpq-events|postgres_ext)\.h|libpq/.*",
    "zmq": r"zmq.*\.h",
    "uv": r"uv(\.h|/.*)",
    "microhttpd": r"microhttpd\.h",
    "jansson": r"jansson\.h",
    "fyaml": r"libfyaml\.h",
    "sodium": r"sodium(\.h|/.*)",
    "curl": r"curl/.*",
    "protobuf-c": r"protobuf-c/.*",
    "generated": r".*\.pb-c\.h",
    "graphics": r"cairo.*|pango.*|glib.*|gio/.*|hb.*",
}
LIBC = re.compile(
    r"(assert|complex|ctype|dirent|dlfcn|endian|errno|fcntl|fnmatch|getopt|glob|grp|inttypes|langinfo|libgen|limits|locale|malloc|math|netdb"
    r"|poll|pthread|pwd|regex|sched|search|semaphore|setjmp|signal|spawn|std(align|arg|atomic|bool|def|int|io|lib|noreturn)|string|strings"
    r"|syslog|termios|threads|time|unistd|wchar|wctype|sys/\w+|net/\w+|netinet/\w+|arpa/\w+|linux/\w+)\.h$")
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include(?:_next)?[ \t]*([<"])([^>"]+)[>"]')


def sources(tree):
    for top in ("common", "services"):
        for folder, _, names in os.walk(os.path.join(tree, top)):
            for name in sorted(names):
                if name.endswith((".c", ".h")):
                    yield os.path.relpath(os.path.join(folder, name), tree)


def place(path):
    """common/bus/x.c -> ("bus", "bus"); services/sla/x.c -> ("services", "sla")"""
    parts = path.split("/")
    return ("services", parts[1] if len(parts) > 2 else "") if parts[0] == "services" else (parts[1], parts[1])


def library(header):
    for name, pattern in LIBRARIES.items():
        if re.fullmatch(pattern, header):
            return name
    return None


def check(tree):
    """Offences by rule."""
    offences = {rule: [] for rule in ("layers", "services", "libraries", "generated", "domain", "form")}
    graph, daemons = {}, {entry for entry in os.listdir(os.path.join(tree, "services")) if os.path.isdir(os.path.join(tree, "services", entry))}
    for path in sources(tree):
        layer, part = place(path)
        if layer not in LAYERS:
            offences["layers"].append(f"{path}:1: common/{layer} is no layer of the design")
            continue
        layers, libraries = LAYERS[layer]
        for number, line in enumerate(open(os.path.join(tree, path), errors="replace"), 1):
            found = INCLUDE.match(line)
            if not found:
                if re.match(r"[ \t]*#[ \t]*include", line):
                    offences["form"].append(f"{path}:{number}: an include that cannot be read: {line.strip()}")
                continue
            quote, header = found.groups()
            at, first = f"{path}:{number}", header.split("/")[0]
            generated = header.endswith("_sql.h") and "/" not in header
            if generated:
                if layer not in ("store", "services", "runtime") or header not in (f"{part}_sql.h", f"{layer}_sql.h"):
                    offences["layers"].append(f"{at}: {header} is not this folder's own SQL")
            elif library(header) == "generated":
                if layer != "wire":
                    offences["generated"].append(f"{at}: {header}: generated code is for common/wire only")
            elif ".." in header.split("/"):
                offences["form"].append(f"{at}: {header}: write it from the include root")
            elif first in ALL and "/" in header:
                if quote == "<":
                    offences["form"].append(f'{at}: write it "{header}"')
                graph.setdefault(path, set()).add("common/" + header)
                if layer == "domain" and first == "base" and header in PURE:
                    continue
                if first != part and first not in layers:
                    offences["domain" if layer == "domain" else "layers"].append(f"{at}: {layer} may not use {header}")
            elif first in daemons and "/" in header:
                graph.setdefault(path, set()).add("services/" + header)
                if layer != "services":
                    offences["layers"].append(f"{at}: common may not use {header}")
                elif first != part:
                    offences["services"].append(f"{at}: {part} may not use another service's {header}")
            elif library(header):
                if library(header) not in libraries:
                    offences["libraries"].append(f"{at}: {layer} may not use {header} ({library(header)})")
            elif quote == '"':
                offences["form"].append(f'{at}: "{header}": write it as "layer/file.h", or "service/file.h"')
            elif layer == "domain" and header not in DOMAIN_LIBC:
                offences["domain"].append(f"{at}: the domain may not use <{header}>")
            elif not LIBC.match(header):
                offences["libraries"].append(f"{at}: <{header}> is no library of ours; add it to LIBRARIES in tests/architecture/layers.py")
    return offences, graph


def cycles(graph, of):
    """Paths around, in the graph of `of(path)`."""
    folded = {}
    for path, headers in graph.items():
        for header in headers:
            if of(path) != of(header):
                folded.setdefault(of(path), set()).add(of(header))
    state, found = {}, []

    def visit(node, trail):
        state[node] = "open"
        for following in sorted(folded.get(node, ())):
            if state.get(following) == "open":
                found.append(" -> ".join(trail[trail.index(following):] + [following]))
            elif following not in state:
                visit(following, trail + [following])
        state[node] = "done"

    for node in sorted(folded):
        if node not in state:
            visit(node, [node])
    return found


def report(tree):
    offences, graph = check(tree)
    offences["cycles of layers"] = cycles(graph, lambda path: "/".join(path.split("/")[:2]))
    offences["cycles of headers"] = cycles(graph, lambda path: path)
    count = sum(1 for _ in sources(tree))
    good = True
    for rule, found in offences.items():
        print(f"{'not ok' if found else 'ok'} includes: {rule} ({count} files)")
        for each in found:
            print(f"#   {each}")
        good &= not found
    return good


# One planted line a rule: where, what, and the rule that must find it.
PLANTED = [
    ("common/bus/planted.c", "#include <libpq-fe.h>", "libraries"),
    ("common/store/planted.c", "#include <zmq.h>", "libraries"),
    ("common/http/planted.c", "#  include <zmq.h>", "libraries"),
    ("common/store/planted.c", '#include "bus/bus.h"', "layers"),
    ("common/base/planted.c", '#include "domain/instant.h"', "layers"),
    ("common/runtime/planted.c", '#include "sla/planted.h"', "layers"),
    ("common/runtime/planted.c", '#include "redress/v1/sla.pb-c.h"', "generated"),
    ("services/sla/planted.c", '#include "routing/planted.h"', "services"),
    ("common/domain/planted.c", "#include <time.h>", "domain"),
    ("common/domain/planted.c", '#include "base/arena.h"', "domain"),
    ("common/bus/planted.c", '#include "../store/store.h"', "form"),
    ("common/base/planted.c", "#include <openssl/evp.h>", "libraries"),
]


def prove():
    good = True
    for path, line, rule in PLANTED:
        with tempfile.TemporaryDirectory() as tree:
            for each in ["common/" + layer for layer in ALL] + ["services/sla", "services/routing"]:
                os.makedirs(os.path.join(tree, each))
            with open(os.path.join(tree, path), "w") as file:
                file.write("#include <stdint.h>\n" + line + "\n")
            offences, _ = check(tree)
            caught = any(each.startswith(path + ":2:") for each in offences[rule]) and sum(map(len, offences.values())) == 1
            good &= caught
            print(f"{'ok' if caught else 'not ok'} a planted {line.split('include ')[1]} in {os.path.dirname(path)} is found")
    ring = {"common/bus/a.h": {"common/http/b.h"}, "common/http/b.h": {"common/bus/a.h"}}
    caught = bool(cycles(ring, lambda path: path))
    print(f"{'ok' if caught else 'not ok'} a planted cycle is found")
    return good and caught


if __name__ == "__main__":
    arguments = sys.argv[1:]
    root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
    sys.exit(not (prove() if arguments == ["--self"] else report(arguments[0] if arguments else root)))
