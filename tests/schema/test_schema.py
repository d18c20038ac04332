#!/usr/bin/python3
"""Holds the packs of deploy/policies, and packs with one thing wrong, against the JSON Schema that redressctl prints.

    test_schema.py REDRESSCTL"""
import json
import pathlib
import re
import subprocess
import sys

import jsonschema
import yaml

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


class Loader(yaml.SafeLoader):
    """YAML 1.2's core schema, as editors read it: no dates, and `on` is a word."""


Loader.yaml_implicit_resolvers = {}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))
Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile("^(0|[1-9][0-9]*)$"), list("0123456789"))
Loader.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^[0-9]+\.[0-9]+$"), list("0123456789"))

# What is wrong, and a change to the text of a sound pack; the schema and the reader must both refuse it.
WRONG = [
    ("an unknown key", "nation: england", "nation: england\nnatoin: england"),
    ("an unknown key of a clock", "    starts: acknowledged", "    begins: acknowledged"),
    ("a missing key", "title: Complaint Handling Code\n", ""),
    ("a missing key of a rule", "  - id: stage-1-response\n    cite: \"6.3\"\n", "  - id: stage-1-response\n"),
    ("an unknown word", "starts: acknowledged", "starts: acknowleged"),
    ("a unit a limit has not", "{months: 12}", "{fortnights: 12}"),
    ("two units", "limit: {working-days: 10}", "limit: {working-days: 10, weeks: 1}"),
    ("a limit of nothing", "limit: {working-days: 10}", "limit: {working-days: 0}"),
    ("a word for a number", "number: 1", "number: first"),
    ("a date that is none", "{from: 2024-04-01}", "{from: April 2024}"),
    ("an id that is none", "pack: code-2024", "pack: Code 2024"),
    ("a reason for what was not decided", "    cite: \"6.3\"\n", "    cite: \"6.3\"\n    because: so it seems\n"),
    ("a list that is none", "met-by: [defined]\n", "met-by: {defined: true}\n"),
]


def say(good, what):
    print(f"{'ok' if good else 'not ok'} schema: {what}")
    return good


def main(redressctl):
    schema = json.loads(subprocess.run([redressctl, "policy", "schema"], check=True, capture_output=True).stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    good = True
    for path in sorted([*ROOT.glob("deploy/policies/*.yaml"), *ROOT.glob("tests/scenarios/**/*.yaml")]):
        errors = [f"{'/'.join(map(str, error.path))}: {error.message[:200]}" for error in validator.iter_errors(yaml.load(path.read_text(), Loader))]
        for error in errors[:5]:
            print(f"# {path.name}: {error}")
        good &= say(not errors, f"allows {path.name}")
    sound = (ROOT / "deploy/policies/code-2024.yaml").read_text()
    for what, old, new in WRONG:
        text = sound.replace(old, new, 1)
        refused = text != sound and not validator.is_valid(yaml.load(text, Loader))
        read = subprocess.run([redressctl, "policy", "check", "-"], input=text, text=True, capture_output=True)
        good &= say(refused and read.returncode == 1, f"refuses {what}, as the reader does")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
