#!/usr/bin/python3
"""Holds the guide to writing packs, deploy/policies/README.md, against the language: each key is explained in the section that names its
table, each word stands there or among the words used in several places, each check stands in the table of duties with what is found; and
the first column of every table names nothing that the language does not know.

    test_guide.py REDRESSCTL"""
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
GUIDE = ROOT / "deploy/policies/README.md"
SHARED, RULES, DUTIES = "Words used in several places", "Every rule", "duties"
OF_EVERY_RULE = {"id", "cite", "decision", "because"}


def spans(text):
    """The words written as code, but for blocks of it."""
    text = re.sub(r"(?ms)^```.*?^```$", "", text)
    return {word for span in re.findall(r"`([^`\n]+)`", text) for word in re.findall(r"[A-Za-z][A-Za-z0-9-]*", span)}


def sections(text):
    """{heading: text}, by headings of the second level."""
    parts = re.split(r"(?m)^## (.*)$", text)
    return dict(zip(parts[1::2], parts[2::2]))


def language(schema):
    """Below a place of the schema: its keys, and the words that values may be."""
    keys, words = set(), set(schema.get("enum", []))
    if "const" in schema:
        words.add(str(schema["const"]))
    # Of a limit the keys are units: words.
    (words if "oneOf" in schema else keys).update(schema.get("properties", {}))
    below = [*schema.get("properties", {}).values(), *schema.get("anyOf", []), *([schema["items"]] if "items" in schema else [])]
    for each in below:
        more_keys, more_words = language(each)
        keys |= more_keys
        words |= more_words
    return keys, words


def rows(text):
    """Cells of the rows of all tables."""
    return [[cell.strip() for cell in line.strip().strip("|").split(" | ")] for line in text.splitlines() if line.startswith("| `")]


def findings():
    """What the checks say is found, as their sources write it."""
    return {word for source in ROOT.glob("common/domain/duty_*.c") for word in re.findall(r'"([a-z]+(?:-[a-z]+)+)"', source.read_text())}


def judged():
    """{check: names of the facts it is of}, as domain/duty_checks.c lists them."""
    words = dict(re.findall(r'X\((\w+), "([a-z0-9-]+)"\)', (ROOT / "common/domain/policy_duties.h").read_text()))
    source = (ROOT / "common/domain/duty_checks.c").read_text()
    short = dict(re.findall(r"#define (OF_\w+) (OF\(\w+\))", source))
    facts = {}
    for check, kinds in re.findall(r"(?s)\[DUTY_(\w+)\] = \{(.*?)\bduty_", source):
        for name, whole in short.items():
            kinds = re.sub(rf"\b{name}\b", whole, kinds)
        facts[words[check]] = {"".join(part.capitalize() for part in kind.split("_")) for kind in re.findall(r"OF\((\w+)\)", kinds)}
    return facts


def say(good, what, why=""):
    print(f"{'ok' if good else 'not ok'} guide: {what}")
    if not good:
        print(f"# {why}")
    return good


def check_tables(text, place, of_law):
    """Of each table of the language, the section whose heading names it; a law's words may stand in that on laws."""
    good, parts = True, sections(text)
    shared = spans(parts.get(SHARED, ""))
    law = set().union(*(spans(part) for heading, part in parts.items() if "law" in spans(heading))) if of_law else set()
    for table, schema in sorted(place["properties"].items()):
        keys, words = language(schema)
        heading = next((heading for heading in parts if table in spans(heading)), None)
        here = law if heading is None else law | spans(heading) | spans(parts[heading])
        missing = sorted((keys - OF_EVERY_RULE - here) | (words - here - shared))
        good &= say(heading is not None and not missing, f"explains {table}{' of a law' * of_law}", "not named there: " + ", ".join(missing)
                    if heading else "no heading of the second level names it")
    return good


def check_rules(text):
    parts = sections(text)
    missing = sorted(OF_EVERY_RULE - spans(parts.get(RULES, "")))
    return say(not missing, "explains what every rule has", "not named there: " + ", ".join(missing))


def check_duties(text, checks):
    part = next(part for heading, part in sections(text).items() if DUTIES in spans(heading))
    table = {next(iter(re.findall(r"`([a-z0-9-]+)`", row[0]))): row for row in rows(part)}
    found = findings()
    unknown = {word for row in table.values() if len(row) > 2 for word in spans(row[2]) if word not in found}
    untold = found - {word for row in table.values() if len(row) > 2 for word in spans(row[2])}
    good = say(set(table) == checks, "lists every check and no other", ", ".join(sorted(set(table) ^ checks)))
    wrong = sorted(check for check, facts in judged().items() if check in table and set(table[check][1].split(", ")) != facts)
    good &= say(len(judged()) == len(checks) and not wrong, "says of which facts each check is", ", ".join(wrong))
    good &= say(not unknown, "says nothing is found that is not", ", ".join(sorted(unknown)))
    return good & say(not untold, "says all that can be found", ", ".join(sorted(untold)))


def main(redressctl):
    schema = json.loads(subprocess.run([redressctl, "policy", "schema"], check=True, capture_output=True).stdout)
    text = GUIDE.read_text()
    good = check_tables(text, schema["else"], False) & check_tables(text, schema["then"], True) & check_rules(text)
    good &= check_duties(text, set(schema["else"]["properties"]["duties"]["items"]["properties"]["check"]["enum"]))
    known = set().union(*(set().union(*language(schema[kind])) for kind in ("then", "else")))
    known |= {table for kind in ("then", "else") for table in schema[kind]["properties"]}
    unknown = sorted({word for row in rows(text) for word in spans(row[0])} - known)
    return 0 if good & say(not unknown, "tables name what there is", "unknown: " + ", ".join(unknown)) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
