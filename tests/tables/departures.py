#!/usr/bin/python3
"""Holds departures.csv, written from the policies' texts, against what redressctl finds in the packs and, where the customer's folder
../shared lies beside this one, against the table of regulation.md, the policies and what regulation.md marks.

    departures.py REDRESSCTL

The mark of a Code clause is regulation.md's: S from the source's own text, 2 from a second one, M from memory; M also where it names none."""
import csv
import json
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
POLICIES = ROOT.parent / "shared" / "policies"
PACKS = ["lmh", "ccf", "lgah", "livin", "lhp", "code-2024"]
TABLE = "## Where each policy departs from the Code"


def say(wrong, what):
    print(f"{'not ok' if wrong else 'ok'} departures: {what}")
    for each in wrong:
        print(f"#   {each}")
    return not wrong


def found(redressctl, pack):
    """What `policy check --json` prints, as (kind, Code's clause, policy's clause)."""
    done = subprocess.run([redressctl, "policy", "check", "--json", str(pack)], capture_output=True, text=True)
    said = json.loads(done.stdout)
    assert not said["errors"], said["errors"]
    return [(each["kind"], each["code_clause"], each["policy_clause"]) for each in said["departures"]]


def check_packs(redressctl, rows):
    good = True
    for pack in PACKS:
        wanted = [(row["kind"], row["code clause"], row["policy clause"]) for row in rows if row["pack"] == pack]
        said = found(redressctl, ROOT / f"deploy/policies/{pack}.yaml")
        wrong = [f"not found: {each}" for each in wanted if each not in said] + [f"invented: {each}" for each in said if each not in wanted]
        good &= say(wrong, f"the {len(wanted)} of {pack} are found, and no other")
    return good


def check_nations(redressctl):
    """Every pack, made one of another nation: the Code of England says nothing of it."""
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        for pack in PACKS[:-1]:
            text = (ROOT / f"deploy/policies/{pack}.yaml").read_text()
            for nation in ("scotland", "wales", "northern-ireland"):
                moved = pathlib.Path(folder) / f"{pack}.yaml"
                moved.write_text(text.replace("nation: england\n", f"nation: {nation}\n"))
                wrong += [f"{pack} in {nation}: {each}" for each in found(redressctl, moved)]
                assert f"nation: {nation}\n" in moved.read_text()
    return say(wrong, "none in a pack of another nation")


def cells(regulation):
    """{(row, pack): cell} of the table, without its dashes."""
    lines = regulation.split(TABLE)[1].split("\n## ")[0].splitlines()
    table = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    packs = table[0][1:]
    return {(line[0], pack): cell for line in table[2:] for pack, cell in zip(packs, line[1:]) if cell != "-"}


def plain(text):
    return " ".join(text.split())


def marked(regulation):
    """{clause: mark} of the Code's section: "[S 2.2-2.3]", "[2 6.5]", "[M 1.5]"."""
    section = regulation.split(TABLE)[0]
    return {clause: mark for mark, clauses in re.findall(r"\[([S2M]) ([\d., -]+)\]", section) for clause in re.findall(r"\d+\.\d+", clauses)}


def check_texts(rows):
    if not POLICIES.is_dir():
        print("ok departures: the policies' own words # SKIP ../shared/policies is not here")
        return True
    regulation = (POLICIES / "regulation.md").read_text()
    there, ours = cells(regulation), {(row["row"], row["pack"]): row["cell"] for row in rows}
    good = say([f"{key}: {there.get(key)} there, {ours.get(key)} here" for key in sorted({*there, *ours}) if there.get(key) != ours.get(key)],
        f"each of the {len(there)} cells of regulation.md's table has its row")
    texts = {pack: plain((POLICIES / f"{pack}.txt").read_text()) for pack in PACKS[:-1]}
    good &= say([f"{row['pack']} does not say: {row['words']}" for row in rows if plain(row["words"]) not in texts[row["pack"]]],
        "each row quotes its policy")
    marks = marked(regulation)
    good &= say([f"{row['kind']}: {row['code clause']} is marked {marks[row['code clause']]}, not {row['mark']}" for row in rows
        if marks.get(row["code clause"], row["mark"]) != row["mark"]], "the Code's clauses are marked as in regulation.md")
    return check_code(marks) and good


def check_code(marks):
    """What code-2024.yaml cites: all that regulation.md does not have from the source itself is named in the pack's head."""
    text = (ROOT / "deploy/policies/code-2024.yaml").read_text()
    head = plain(" ".join(line.lstrip("# ") for line in text.splitlines() if line.startswith("#")))
    memory = set(re.findall(r"\d+\.\d+", re.search(r"Clauses (.*?) are cited from memory", head)[1]))
    second = set(re.findall(r"\d+\.\d+", re.search(r"memory, (.*?) from a second source", head)[1]))
    body = text[text.index("\npack:"):]
    cited = set(re.findall(r"\d+\.\d+", " ".join(re.findall(r'cite: "[^"]*"|\(\d+\.\d+\)', body))))
    wrong = []
    for clause in sorted(cited):
        mark = marks.get(clause, "M")
        if (clause in memory, clause in second) != (mark == "M", mark == "2"):
            wrong.append(f"{clause} is marked {marks.get(clause, 'nowhere')} in regulation.md")
    wrong += [f"{clause} is named in the head and cited nowhere" for clause in sorted((memory | second) - cited)]
    return say(wrong, f"code-2024.yaml says which of the {len(cited)} clauses it cites are not from the source itself")


def main(redressctl):
    rows = list(csv.DictReader((HERE / "departures.csv").open()))
    good = check_packs(redressctl, rows)
    good &= check_nations(redressctl)
    return check_texts(rows) and good


if __name__ == "__main__":
    sys.exit(not main(sys.argv[1]))
