"""Accepted means committed: whatever was answered 202 is in the log, though intake and its database sessions are killed all the time.

In a build that acknowledges before the Sync this must fail (suite controls)."""
import json, os, random, sys, threading, time, urllib.error

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../support"))
from system import System, Tap, event

SECONDS, POSTERS = 8, 4


def poster(system, number, over, accepted, refused):
    count = 0
    while not over.is_set():
        batch = [event("ContactReceived", "2026-11-30T07:00:00Z", {"nature": "complaint", "words": "w"}, "d-%d-%d-%d" % (number, count, i))
                 for i in range(10)]
        count += 1
        try:
            status, answer = system.post(batch, timeout=5)
        except (OSError, ValueError):
            continue
        if status in (202, 207):
            for result in answer["results"]:
                if result["status"] == "STATUS_ACCEPTED":
                    accepted.append(result["id"])
                elif result["status"] != "STATUS_REPEATED":
                    refused.append(result)


def trouble(system, over, counts):
    chance = random.Random(3)
    while not over.wait(0.15 + 0.3 * chance.random()):
        if chance.random() < 0.5:
            system.kill("intake")
            system.start("intake")
            counts["kills"] += 1
        else:
            system.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s' AND usename = 'redress-intake'"
                       % system.name)
            counts["cuts"] += 1


def main():
    tap = Tap()
    with System(sys.argv[1], daemons=["intake"]) as system:
        system.start()
        system.put_in_force("2026-11-30T08:00:00Z")
        over, accepted, refused, counts = threading.Event(), [], [], {"kills": 0, "cuts": 0}
        posters = [threading.Thread(target=poster, args=(system, n, over, accepted, refused)) for n in range(POSTERS)]
        killer = threading.Thread(target=trouble, args=(system, over, counts))
        for thread in [*posters, killer]:
            thread.start()
        time.sleep(SECONDS)
        over.set()
        for thread in [killer, *posters]:
            thread.join()
        there = {row[0] for row in system.sql("SELECT id FROM event_log WHERE speaker = 'intake'")}
        lost = [id for id in accepted if id not in there]
        tap.check("intake was killed %(kills)d times, its sessions were cut %(cuts)d times" % counts,
                  counts["kills"] > 5 and counts["cuts"] > 3)
        tap.check("some thousand events were accepted: %d" % len(accepted), len(accepted) > 1000)
        tap.check("none was refused", not refused, refused[:3])
        tap.check("every accepted event is in the log", not lost, "%d lost, the first %s" % (len(lost), lost[:5]))
        tap.check("none is there twice", len(there) == int(system.sql("SELECT count(*) FROM event_log WHERE speaker = 'intake'")[0][0]))
    return tap.end()


sys.exit(main())
