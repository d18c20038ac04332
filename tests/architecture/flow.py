#!/usr/bin/python3
"""Draws the flow of messages from the tree.

proto/redress/v1/<speaker>.proto is an arrow leaving; a row of a `struct handler` table in services/<hearer> is an arrow arriving.
Reporting hears all, and does not count; hearers outside are listed in outside.txt beside this file.

flow.py            prints the picture           flow.py --write   puts it into ARCHITECTURE.md, between its markers
flow.py --check    TAP: all that is said is heard, all that is heard is said, and the picture in ARCHITECTURE.md is this one
flow.py --self     TAP: a message said to no one, and one heard from no one, are found
"""
import collections, os, re, sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
SPEAKERS = ["landlord", "routing", "sla", "notification", "reporting"]
JUDGES = ["routing", "sla", "notification"]
# Said by whichever judge said first what it takes back.
SHARED = {"JudgementWithdrawn": JUDGES}
BEGIN, END = "<!-- flow: made by tests/architecture/flow.py --write -->", "<!-- flow: end -->"


def read(path):
    with open(os.path.join(ROOT, path)) as file:
        return file.read()


def plain(source):
    return re.sub(r"//[^\n]*|/\*.*?\*/", "", source, flags=re.S)


def protos():
    """{speaker: [message]} of the messages that travel by themselves: those that no other message has as a field."""
    said, fields = {}, set()
    for speaker in SPEAKERS + ["intake", "envelope"]:
        source = plain(read(f"proto/redress/v1/{speaker}.proto"))
        said[speaker] = re.findall(r"^message (\w+)", source, re.M)
        fields |= set(re.findall(r"^\s+(?:repeated\s+)?(?:map<\w+,\s*)?(\w+)>?\s+\w+\s*=\s*\d+", source, re.M))
    return {speaker: [name for name in names if name not in fields] for speaker, names in said.items()}


def tables(source):
    """The text of each table of handlers in a C file."""
    for found in re.finditer(r"struct handler\s+\w+\s*\[\]\s*=\s*\{(.*?)\n\};", source, re.S):
        yield found[1]


def lists():
    """{"FACT_KINDS": [name]}: the X-macros of the domain whose rows name messages."""
    found = {}
    for name in sorted(os.listdir(os.path.join(ROOT, "common/domain"))):
        if name.endswith(".h"):
            for macro in re.finditer(r"#define (\w+)\(X\)((?:.*\\\n)*.*)", read(f"common/domain/{name}")):
                found[macro[1]] = re.findall(r'X\(\w+,\s*"([A-Z]\w+)"', macro[2])
    return found


def heard():
    """{hearer: {message: file}}"""
    hears, macros = {}, lists()
    for hearer in sorted(os.listdir(os.path.join(ROOT, "services"))):
        folder = os.path.join(ROOT, "services", hearer)
        if hearer == "reporting" or not os.path.isdir(folder):
            continue
        for name in sorted(os.listdir(folder)):
            if not name.endswith(".c"):
                continue
            for table in tables(plain(read(f"services/{hearer}/{name}"))):
                arrows = hears.setdefault(hearer, {})
                for message in re.findall(r'"(?:redress\.v1\.)?([A-Z][A-Za-z]+)"', table):
                    arrows[message] = name
                for macro in re.findall(r"\b([A-Z_]+)\(", table):
                    arrows.update({message: name for message in macros.get(macro, [])})
    return hears


def outside():
    lines = read("tests/architecture/outside.txt").splitlines()
    return dict(re.split(r"\s+", line, maxsplit=1) for line in lines if line and not line.startswith("#"))


def offences(said, hears, beyond):
    """(said and not heard, heard and not said)"""
    arrows = {message for each in hears.values() for message in each}
    speakers = collections.defaultdict(list)
    for speaker in SPEAKERS + ["intake"]:
        for message in said[speaker]:
            speakers[message].append(speaker)
    for message, by in SHARED.items():
        speakers[message] = by
    unheard = [f"proto/redress/v1/{by[0]}.proto: {message} is said by {', '.join(by)} and heard by no one"
        for message, by in speakers.items() if message not in arrows and message not in beyond]
    unsaid = [f"services/{hearer}/{name}: {message} is heard and said by no one"
        for hearer, each in hears.items() for message, name in each.items() if message not in speakers]
    unsaid += [f"tests/architecture/outside.txt: {message} is said by no one" for message in beyond if message not in speakers]
    return unheard, unsaid


def picture(said, hears, beyond):
    speakers = {message: [speaker] for speaker in SPEAKERS for message in said[speaker]} | SHARED
    edges = collections.defaultdict(list)
    for message, by in speakers.items():
        for speaker in by:
            edges[("intake" if speaker == "landlord" else speaker, "reporting")].append(message)
            for hearer, each in hears.items():
                # What several say is heard from those before.
                if message in each and (message not in SHARED or JUDGES.index(speaker) < JUDGES.index(hearer)):
                    edges[("intake" if speaker == "landlord" else speaker, hearer)].append(message)
    lines = [BEGIN, "", "```mermaid", "flowchart LR",
        f"    landlord([landlord systems]) -- {len(said['landlord'])} facts --> intake",
        "    intake -. PostReply .-> landlord"]
    for (speaker, hearer), messages in edges.items():
        if hearer == "reporting":
            continue
        label = messages[0] if len(messages) == 1 else f"{len(messages)} facts" if speaker == "intake" else f"{len(messages)} judgements"
        lines.append(f"    {speaker} -- {label} --> {hearer}")
    lines.append("    notification -. alerts .-> consumers([consumers])")
    lines.append("    intake & routing & sla & notification -- everything --> reporting")
    lines += ["    reporting -. figures, case files .-> people([people])", "```", "", "| message | said by | heard by (and by reporting) |", "|---|---|---|"]
    for message, by in speakers.items():
        hearers = [hearer for hearer in ["intake"] + JUDGES if message in hears.get(hearer, {})]
        if message in beyond:
            hearers.append("outside: " + beyond[message])
        told = "intake, for the landlord" if by == ["landlord"] else ", ".join(by)
        lines.append(f"| {message} | {told} | {', '.join(hearers)} |")
    return "\n".join(lines + ["", END])


def tell(good, name, found=()):
    print(f"{'ok' if good else 'not ok'} flow: {name}")
    for each in found:
        print(f"#   {each}")
    return good


def main():
    said, beyond = protos(), outside()
    hears = heard()
    unheard, unsaid = offences(said, hears, beyond)
    drawn = picture(said, hears, beyond)
    if sys.argv[1:] == ["--self"]:
        more = {**said, "sla": said["sla"] + ["PlantedMessage"]}
        fewer = {**hears, "sla": {**hears.get("sla", {}), "PlantedFact": "on_planted.c"}}
        good = tell(len(offences(more, hears, beyond)[0]) == len(unheard) + 1, "a planted message that no one hears is found")
        good &= tell(len(offences(said, fewer, beyond)[1]) == len(unsaid) + 1, "a planted handler of what no one says is found")
        return good
    if sys.argv[1:] == ["--check"]:
        good = tell(not unheard, "all that is said is heard", unheard)
        good &= tell(not unsaid, "all that is heard is said", unsaid)
        kept = read("ARCHITECTURE.md") if os.path.exists(os.path.join(ROOT, "ARCHITECTURE.md")) else ""
        return good & tell(drawn in kept, "ARCHITECTURE.md has the picture (flow.py --write mends it)")
    if sys.argv[1:] == ["--write"]:
        kept = read("ARCHITECTURE.md")
        if BEGIN not in kept or END not in kept:
            sys.exit(f"ARCHITECTURE.md lacks the markers:\n{BEGIN}\n{END}")
        before, after = kept.split(BEGIN)[0], kept.split(END)[1]
        with open(os.path.join(ROOT, "ARCHITECTURE.md"), "w") as file:
            file.write(before + drawn + after)
        return True
    print(drawn)
    return not unheard and not unsaid


if __name__ == "__main__":
    sys.exit(not main())
