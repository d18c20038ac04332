"""Any daemon, killed at any time and started again, ends with the same judgements, once each.

The same facts are played twice: undisturbed, and while daemons are killed and their database sessions cut. What was judged of each case,
in order, must be the same; nothing posted may be missing; the hash chain must hold."""
import os, random, sys, threading, time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../support"))
from system import DAEMONS, Failure, System, Tap
from workload import START, play, text, workload

CASES, SEED = 60, 7
# Beside livin, one with whom stages open by themselves, and one whose clocks are suspended.
OTHERS = {"tarn": None, "fell": "manager"}


def facts():
    made = workload(CASES, seed=SEED)
    for landlord, suspended_by in OTHERS.items():
        made += workload(12, seed=SEED, source=landlord, landlord=landlord, suspended_by=suspended_by)
    return sorted(made, key=lambda each: each[0])


def begin(system):
    for landlord in OTHERS:
        system.add_landlord(landlord)
    system.start()
    system.put_in_force(text(START), ["livin", *OTHERS])


def judged(system):
    """{case: [(speaker, type, id, decided, body)]} of each judge, in order."""
    rows = system.sql("SELECT case_ref, speaker, type, id, extract(epoch FROM occurred_at), encode(body, 'hex') FROM event_log "
                      "WHERE speaker <> 'intake' AND case_ref <> '' ORDER BY cause, position")
    cases = {}
    for case, *rest in rows:
        if not rest[1].startswith("redress.v1.Message") or rest[1].endswith("Queued"):
            # The body of an alert names a position in the log, which is another in each run.
            cases.setdefault((case, rest[0]), []).append(tuple(rest[:4] if rest[1].endswith("Queued") else rest))
    return cases


def undisturbed(bin):
    with System(bin) as system:
        begin(system)
        play(system, facts())
        system.settle()
        return judged(system), system.sql("SELECT count(*) FROM event_log WHERE speaker = 'intake' AND case_ref <> ''")


class Trouble(threading.Thread):
    """Kills a daemon, or cuts its sessions, every so often; starts again what it killed."""

    def __init__(self, system):
        super().__init__(daemon=True)
        self.system, self.over, self.kills, self.cuts, self.failure = system, threading.Event(), 0, 0, None
        self.chance = random.Random(SEED)

    def run(self):
        try:
            while not self.over.wait(0.05 + 0.25 * self.chance.random()):
                # intake is the poster's peer: its sessions are cut, and it is killed in test_durable.
                daemon = self.chance.choice([d for d in self.system.running if d != "intake"])
                if self.chance.random() < 0.3:
                    daemon = self.chance.choice(DAEMONS)
                    self.system.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s' AND "
                                    "usename = 'redress-%s'" % (self.system.name, daemon))
                    self.cuts += 1
                    continue
                self.system.kill(daemon)
                self.kills += 1
                self.system.start(daemon)
        except Exception as failure:
            self.failure = failure


def disturbed(bin, tap):
    with System(bin) as system:
        begin(system)
        trouble = Trouble(system)
        trouble.start()
        play(system, facts(), between=lambda: time.sleep(0.1))
        trouble.over.set()
        trouble.join()
        tap.check("the trouble went as planned: %d kills, %d sessions cut" % (trouble.kills, trouble.cuts),
                  trouble.failure is None and trouble.kills > 10 and trouble.cuts > 2, trouble.failure)
        system.settle()
        verified = system.ctl("verify", "--database", check=False)
        tap.check("the hash chain holds after it", verified.returncode == 0, verified.stdout + verified.stderr)
        return judged(system), system.sql("SELECT count(*) FROM event_log WHERE speaker = 'intake' AND case_ref <> ''")


def main():
    tap, bin = Tap(), sys.argv[1]
    calm, count = undisturbed(bin)
    stormy, count_too = disturbed(bin, tap)
    tap.check("every fact is in the log once: %s" % count[0][0], count == count_too, (count, count_too))
    made = {each[1] for said in calm.values() for each in said}
    tap.check("clocks were suspended", "redress.v1.ClockSuspended" in made, sorted(made))
    by_itself = "to-the-board-by-itself".encode().hex()
    tap.check("stages opened by themselves", any("/stage-s2/" in each[2] and by_itself in each[4] for said in calm.values() for each in said))
    tap.check("the same cases and judges spoke: %d" % len(calm), calm.keys() == stormy.keys())
    for (case, speaker) in sorted(calm):
        if calm[case, speaker] != stormy.get((case, speaker)):
            tap.check("%s said the same of %s" % (speaker, case), False,
                      "calm:   %s\nstormy: %s" % ([e[1:4] for e in calm[case, speaker]],
                                                  [e[1:4] for e in stormy.get((case, speaker), [])]))
            break
    else:
        tap.check("of each case each judge said the same, in the same order, once: %d judgements" % sum(map(len, calm.values())), True)
    return tap.end()


sys.exit(main())
