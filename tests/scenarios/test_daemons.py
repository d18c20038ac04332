"""One brain, two bodies: every scenario through the five daemons on PostgreSQL, all in one timeline; then what they said is checked against the
scenarios' own words, and against the simulator, event for event.

test_daemons.py BIN"""
import itertools, json, os, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../support"))
from system import ROOT, System, Tap


# What reporting keeps of each case, in the simulator's words.
COUNTED = """SELECT json_build_object('case', case_ref, 'figures',
    json_agg(json_build_object('day', day, 'measure', measure, 'label', label, 'count', count))) FROM case_figure GROUP BY landlord_id, case_ref"""


def run(*words):
    return subprocess.run([sys.executable, HERE + "/run.py", *words], capture_output=True, text=True, timeout=600)


def post(system, facts):
    """In order; a batch for each run of one landlord's."""
    for landlord, events in itertools.groupby(facts, key=lambda each: each["landlord"]):
        system.must_post(list(events), system.token(landlord))


def main():
    bin, tap = sys.argv[1], Tap()
    with tempfile.TemporaryDirectory() as folder, System(bin) as system:
        emitted = run("--emit-facts", folder + "/facts.jsonl", "--simulate", bin + "/redressctl", "--emit-simulated",
                      folder + "/simulated.jsonl")
        with open(folder + "/facts.jsonl") as file:
            facts = [json.loads(line) for line in file]
        tap.check("the scenarios make one timeline of %d events" % len(facts), len(facts) > 400, emitted.stderr)
        landlords = sorted({each["landlord"] for each in facts} - {"operator"})
        for landlord in landlords:
            if landlord != system.landlord:
                system.add_landlord(landlord)
        system.sql("UPDATE credential SET source = '*'")
        system.start()
        system.put_in_force(facts[0]["time"], landlords)
        post(system, facts[1:] if facts[0]["type"].endswith("TimeAdvanced") else facts)
        system.settle(300)
        with open(folder + "/said.jsonl", "w") as file:
            # Waves overlap in the log: a case's course is by root, then by position.
            for event in sorted(system.export(), key=lambda each: (int(each["redresscause"]), int(each["redressposition"]))):
                file.write(json.dumps(event) + "\n")
        with open(folder + "/counted.jsonl", "w") as file:
            file.writelines(row[0] + "\n" for row in system.sql(COUNTED))
        for name, words in (("as the scenarios say", ["--events", folder + "/said.jsonl", "--counted", folder + "/counted.jsonl"]),
                            ("as the simulator says", ["--compare", folder + "/simulated.jsonl", folder + "/said.jsonl"])):
            done = run(*words)
            lines = [line for line in done.stdout.splitlines() if line.startswith(("ok", "not ok"))]
            for line in lines:
                good = line.startswith("ok")
                label = line.split(" - ", 1)[-1] if " - " in line else line.split(" ", 1)[1]
                if "# SKIP" in line:
                    tap.skip("%s: %s" % (name, label.split("# SKIP")[0].strip()), line.split("# SKIP", 1)[1].strip())
                else:
                    tap.check("%s: %s" % (name, label), good, "" if good else done.stdout[-6000:])
            tap.check("%s: all were compared" % name, len(lines) > 50 or done.returncode == 0 and lines, done.stdout[-500:] + done.stderr[-2000:])
    return tap.end()


sys.exit(main())
