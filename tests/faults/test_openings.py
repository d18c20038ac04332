"""Many stages open by themselves at one instant, more than one commit holds; a holiday proclaimed afterwards takes all of them back, and
they open a day later. In virtual time, with routing and sla killed meanwhile; and a replay makes the very same judgements."""
import os, sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../support"))
from system import System, Tap, event

LANDLORD, CASES = "tarn", 550  # two judgements each at routing: more than the 1,000 of a commit, and cases for some parts of 128


def opened(system):
    """(cases whose second stage stands open, cases whose clock for it stands)"""
    counts = []
    for part in ("/stage-s2/1/stage-opened/", "/board-answer-s2/1/started/"):
        counts.append(int(system.sql(
            "SELECT count(*) FROM event_log e WHERE e.speaker IN ('routing', 'sla') AND position('%s' IN e.id) > 0 AND e.id !~ 'withdrawn$' AND NOT EXISTS ("
            "SELECT FROM event_log w WHERE w.landlord_id = e.landlord_id AND w.source = e.source AND w.id = e.id || '/withdrawn')" % part)[0][0]))
    return counts


def advance(system, to, *killed):
    """Time passes; those named are killed as it does, and started again."""
    system.advance(to)
    for daemon in killed:
        system.kill(daemon)
    for daemon in killed:
        system.start(daemon)
    system.settle(120)


def main():
    bin, tap = sys.argv[1], Tap()
    with System(bin, landlord=LANDLORD) as system:
        system.start()
        system.put_in_force("2026-08-03T08:00:00Z")
        system.must_post([event("ContactReceived", "2026-08-03T08:00:00Z", {"nature": "complaint", "words": "w"}, "c%d" % n, landlord=LANDLORD)
                          for n in range(CASES)])
        advance(system, "2026-08-17T22:59:59Z")
        tap.check("a second before, none is open", opened(system) == [0, 0], opened(system))
        advance(system, "2026-08-18T08:00:00Z", "routing", "sla")
        tap.check("%d stages open at once, and their clocks start" % CASES, opened(system) == [CASES, CASES], opened(system))
        wave = system.sql("SELECT count(*) FROM event_log WHERE speaker = 'routing' GROUP BY cause ORDER BY 1 DESC LIMIT 1")[0][0]
        tap.check("in one wave of %s judgements of routing's" % wave, int(wave) == 2 * CASES, wave)
        system.operate("HolidayProclaimed", "2026-08-18T08:00:00Z",
                       {"division": "england-and-wales", "date": "2026-08-14", "title": "A day of thanks"}, "holiday")
        system.kill("routing")
        system.kill("sla")
        system.start("routing", "sla")
        system.settle(120)
        tap.check("a holiday among the ten days takes all back", opened(system) == [0, 0], opened(system))
        advance(system, "2026-08-19T08:00:00Z", "sla")
        tap.check("and they open a day later", opened(system) == [CASES, CASES], opened(system))
        for words in (["verify", "--database"], ["replay"]):
            done = system.ctl(*words, check=False)
            tap.check("redressctl %s is content" % words[0], done.returncode == 0, done.stdout + done.stderr)
    return tap.end()


sys.exit(main())
