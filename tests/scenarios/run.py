#!/usr/bin/python3
"""Runs the scenarios: on the simulator, or against what the daemons said. README.md tells how."""

import argparse
import json
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

import scn
import standing

ROOT = scn.HERE.parent.parent
SPEAKERS = ("redress/routing", "redress/sla")


def read_jsonl(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def write_jsonl(path, events):
    with open(path, "w", encoding="utf-8") as out:
        for event in events:
            out.write(json.dumps(event, ensure_ascii=False) + "\n")


def judgements(events):
    """What routing and sla said, case by case, in the order said."""
    cases = {}
    for event in events:
        if event.get("source") in SPEAKERS:
            cases.setdefault(event.get("subject", ""), []).append(event)
    return cases


def figures(lines):
    """What each case contributes to the figures: lines of JSON among events, or by themselves."""
    return {line["case"]: line["figures"] for line in lines if "figures" in line}


def gather_packs(policies, into):
    """The packs of `policies`, and those that folders of scenarios bring, in one folder."""
    for pack in [*pathlib.Path(policies).glob("*.yaml"), *scn.HERE.glob("*/packs/*.yaml")]:
        shutil.copy(pack, into)
    return pathlib.Path(into)


def simulate(redressctl, events, policies, calendars):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as facts:
        write_jsonl(facts.name, events)
        command = [redressctl, "simulate", facts.name, "--figures", "--policies", policies, "--calendars", calendars]
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=120)
    if done.returncode != 0:
        why = done.stderr.strip().splitlines() or ["without a word"]
        raise scn.Wrong(f"{redressctl} simulate ended with {done.returncode}: {why[0]}")
    return [json.loads(line) for line in done.stdout.splitlines() if line.strip()]


def case_of(scenario, events):
    """The reference under which the daemons keep a scenario's case: that of its own facts."""
    for event in events:
        if event.get("source") == scenario.source and event.get("subject"):
            return event["subject"]
    return scenario.case


def report(number, scenario, events, counted):
    """One line of TAP for a scenario, and a note for each expectation that does not hold."""
    said, failed = standing.said_of(events), []
    for expectation in scenario.expectations:
        instead = standing.check(expectation, said)
        if instead is not None:
            failed.append(f"# {expectation.where}: {expectation.text}")
            failed += [f"#     there is {one}" for one in instead] or [f"#     there is no {expectation.kind}"]
    for count in scenario.counts:
        found = count.found(counted or [])
        if counted is None or found != count.number:
            failed.append(f"# {count.where}: {count.text}\n#     there are {found}")
    if not said:
        failed.append(f"# {scenario.path}: nothing was said of {scenario.case}")
    print(f"{'not ok' if failed else 'ok'} {number} - {scenario.name}: {scenario.header['title']}")
    for line in failed:
        print(line)
    return not failed


def check_simulated(scenarios, arguments):
    print(f"1..{len(scenarios)}")
    good = True
    for number, scenario in enumerate(scenarios, 1):
        try:
            events = simulate(arguments.simulate, scn.timeline([scenario]), arguments.policies, arguments.calendars)
            said, counted = judgements(events).get(scenario.case, []), figures(events).get(scenario.case)
            good &= report(number, scenario, said, counted)
        except scn.Wrong as error:
            good = False
            print(f"not ok {number} - {scenario.name}: {scenario.header['title']}\n# {error}")
    return good


def check_said(scenarios, events, counted):
    said = judgements(events)
    print(f"1..{len(scenarios)}")
    results = []
    for number, scenario in enumerate(scenarios, 1):
        case = case_of(scenario, events)
        results.append(report(number, scenario, said.get(case, []), counted.get(case)))
    return all(results)


def orders(facts):
    """Other orders of arrival: backwards, and three shuffled ones, the same at each run."""
    yield lambda given: given[::-1]
    for seed in range(3):
        yield lambda given, seed=seed: random.Random(f"{seed} {len(facts)}").sample(given, len(given))


def check_orders(scenarios, arguments):
    """In whatever order facts are heard, the same stands in the end."""
    print(f"1..{len(scenarios)}")
    good = True
    for number, scenario in enumerate(scenarios, 1):
        wrong = None
        try:
            run = lambda events: judgements(
                simulate(arguments.orders, events, arguments.policies, arguments.calendars)
            ).get(scenario.case, [])
            at = scn.utc_text(scenario.times[-1])
            ours = standing.standing_set(run(scn.timeline([scenario])), at)
            for order in orders(scenario.facts):
                theirs = standing.standing_set(run(scn.reshuffled(scenario, order)), at)
                if ours != theirs:
                    wrong = [f"#     only as told:      {one}" for one in sorted(ours - theirs)]
                    wrong += [f"#     only in that order: {one}" for one in sorted(theirs - ours)]
                    heard = " ".join(fact.id for fact in order(scenario.facts))
                    wrong.insert(0, f"# heard as {heard}")
                    break
        except scn.Wrong as error:
            wrong = [f"# {error}"]
        good &= wrong is None
        print(f"{'ok' if wrong is None else 'not ok'} {number} - {scenario.name} in other orders")
        for line in wrong or []:
            print(line)
    return good


def first_difference(ours, theirs, path=""):
    """The first place where two JSON values differ, and what stands there."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in sorted(ours.keys() | theirs.keys()):
            if ours.get(key) != theirs.get(key):
                return first_difference(ours.get(key), theirs.get(key), f"{path}.{key}")
    if isinstance(ours, list) and isinstance(theirs, list):
        for place in range(max(len(ours), len(theirs))):
            sides = [side[place] if place < len(side) else None for side in (ours, theirs)]
            if sides[0] != sides[1]:
                return first_difference(*sides, f"{path}[{place}]")
    return path, ours, theirs


def compare(simulated, real):
    """The very same judgements in the very same order, case by case."""
    ours, theirs = judgements(read_jsonl(simulated)), judgements(read_jsonl(real))
    cases = sorted(ours.keys() | theirs.keys())
    differing = 0
    print(f"1..{len(cases)}")
    for number, case in enumerate(cases, 1):
        pairs = [
            [{key: event.get(key) for key in ("type", "id", "time", "data")} for event in side.get(case, [])]
            for side in (ours, theirs)
        ]
        if pairs[0] == pairs[1]:
            print(f"ok {number} - {case}: {len(pairs[0])} judgements")
            continue
        differing += 1
        print(f"not ok {number} - {case}: {len(pairs[0])} simulated, {len(pairs[1])} said")
        path, *sides = first_difference(*pairs)
        place = int(path[1 : path.index("]")])
        ids = [side[place]["id"] if place < len(side) else "nothing" for side in pairs]
        print(f"#     simulated {ids[0]}\n#     said      {ids[1]}")
        print("\n".join(f"#     {path} is {json.dumps(side, ensure_ascii=False)}" for side in sides))
    return not differing


def check_dates(redressctl, policies, calendars):
    """dates.csv, asked of `redressctl deadline`."""
    rows = [line.split(",") for line in (scn.HERE / "dates.csv").read_text().splitlines() if line[:1] not in "#"][1:]
    asked = "".join(f"{policy},{clock},{scn.noon(start)}\n" for policy, clock, start, _ in rows)
    command = [redressctl, "deadline", "--batch", "--policies", str(policies), "--calendars", str(calendars)]
    done = subprocess.run(command, input=asked, capture_output=True, text=True, timeout=60)
    answers = [line.split(",") for line in done.stdout.splitlines() if not line.startswith("policy,")]
    good = len(answers) == len(rows)
    if not good:
        print(f"not ok dates.csv: {len(answers)} answers to {len(rows)} questions\n# {done.stderr.strip()}")
    for (policy, clock, start, last_day), answer in zip(rows, answers):
        right = answer[-1] == scn.end_of_day(last_day)
        good &= right
        print(f"{'ok' if right else 'not ok'} {policy} {clock} from {start}: {last_day}")
        if not right:
            print(f"#     there is {answer[-1]}, not {scn.end_of_day(last_day)}")
    return good


def rows():
    """The lines of each folder's rows.txt, each with where it stands."""
    for path in sorted(scn.HERE.glob("*/rows.txt")):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if line and not line.startswith("#"):
                yield f"{path.relative_to(scn.HERE)}:{number}", line


def coverage(scenarios):
    """Each row of the policies' tables with its scenarios; false when one that should work now has none."""
    covering = {}
    for scenario in scenarios:
        for row in scenario.rows:
            covering.setdefault(row, []).append(scenario.name)
    good = True
    for where, line in rows():
        row, state, what, clause = (part.strip() for part in line.split("|"))
        if state != "now" and not state.startswith("later:"):
            raise scn.Wrong(f"{where}: {row} is neither `now` nor `later: why`")
        names = covering.pop(row, [])
        if names:
            print(f"ok {row} [{clause}] {what}: {', '.join(names)}")
        elif state == "now":
            good = False
            print(f"not ok {row} [{clause}] {what}: no scenario")
        else:
            print(f"ok {row} [{clause}] {what} # SKIP {state}")
    for row, names in covering.items():
        good = False
        print(f"not ok {row}: rows.txt has no such row, but {', '.join(names)} claim it")
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenarios", nargs="*", help="files or folders; default: every folder beside this script")
    parser.add_argument("--simulate", metavar="REDRESSCTL", help="run each scenario on the simulator")
    parser.add_argument("--events", metavar="FILE.jsonl", help="check what the daemons said: an export of their log")
    parser.add_argument("--counted", metavar="FILE.jsonl", help="with --events: what reporting counts of each case")
    parser.add_argument("--emit-facts", metavar="OUT.jsonl", help="write all scenarios as one timeline to post")
    parser.add_argument("--emit-simulated", metavar="OUT.jsonl", help="with --simulate: that timeline's judgements")
    parser.add_argument("--compare", nargs=2, metavar=("SIMULATED", "SAID"), help="case by case, the very same events")
    parser.add_argument("--orders", metavar="REDRESSCTL", help="hear each scenario in other orders: the same must stand")
    parser.add_argument("--dates", metavar="REDRESSCTL", help="check dates.csv with redressctl deadline")
    parser.add_argument("--coverage", action="store_true", help="each row of the policies with its scenarios")
    parser.add_argument("--policies", default=ROOT / "deploy" / "policies", type=pathlib.Path)
    parser.add_argument("--calendars", default=ROOT / "deploy" / "calendars", type=pathlib.Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        arguments.policies = gather_packs(arguments.policies, folder)
        return run(parser, arguments)


def run(parser, arguments):
    if arguments.dates:
        return check_dates(arguments.dates, arguments.policies, arguments.calendars)
    if arguments.compare:
        return compare(*arguments.compare)
    places = [pathlib.Path(each) for each in arguments.scenarios] or [scn.HERE]
    paths = [path for place in places for path in (sorted(place.rglob("*.scn")) if place.is_dir() else [place])]
    scenarios = [scn.Scenario(path) for path in paths]
    good = True
    if arguments.emit_facts:
        write_jsonl(arguments.emit_facts, scn.timeline(scenarios))
    if arguments.emit_simulated:
        if not arguments.simulate:
            parser.error("--emit-simulated needs --simulate")
        together = scn.timeline(scenarios)
        said = simulate(arguments.simulate, together, arguments.policies, arguments.calendars)
        write_jsonl(arguments.emit_simulated, said)
    elif arguments.simulate:
        good &= check_simulated(scenarios, arguments)
    if arguments.orders:
        good &= check_orders(scenarios, arguments)
    if arguments.events:
        counted = figures(read_jsonl(arguments.counted)) if arguments.counted else {}
        good &= check_said(scenarios, read_jsonl(arguments.events), counted)
    if arguments.coverage or not any(
        (arguments.simulate, arguments.orders, arguments.events, arguments.emit_facts)
    ):
        good &= coverage(scenarios)
    return good


if __name__ == "__main__":
    try:
        sys.exit(0 if main() else 1)
    except scn.Wrong as error:
        sys.exit(f"{error}")
