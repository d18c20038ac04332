"""The whole line as its users see it: facts posted over HTTP and over ZeroMQ (with python3-zmq), alerts listened for and replayed, and what
must be refused."""
import json, os, subprocess, sys, threading, time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../support"))
from system import System, Tap, event

KEYS = {}


def client(system, *words, key=None, stdin=None, seconds=30):
    return subprocess.run(
        [sys.executable, HERE + "/post_and_listen.py", "--key", "%s/keys/%s.key" % (system.folder, key or system.landlord), "--server-key",
         system.folder + "/keys/server.key.pub", "--seconds", str(seconds), *words],
        input=stdin, capture_output=True, text=True, timeout=seconds + 30)


def contact(id, at="2026-12-23T10:00:00Z", **extra):
    return event("ContactReceived", at, dict({"nature": "complaint", "channel": "phone", "customer": {"ref": "C-" + id, "name": "A. Person"},
                                              "words": "No heating for a week"}, **extra), id)


def check_http(tap, system):
    status, answer = system.post(contact("h1"))
    tap.check("a JSON fact gets a 202 with case reference and position",
              status == 202 and answer["caseRef"].startswith("LIVIN-") and int(answer["position"]) > 0, answer)
    again = system.post(contact("h1"))
    tap.check("the same again gets the first answer", again[0] == 202 and again[1]["caseRef"] == answer["caseRef"] and
              again[1]["position"] == answer["position"] and again[1]["status"] == "STATUS_REPEATED", again)
    tap.check("the same key with other content is a conflict", system.post(contact("h1", words="other"))[0] == 409)
    refusals = {
        "an unknown field": (contact("b1", shoe_size=9), 400, "data.shoeSize|data.shoe_size"),
        "an unknown type": (event("Nonsense", "2026-12-23T10:00:00Z", {}, "b2"), 400, "type"),
        "no time": ({k: v for k, v in contact("b3").items() if k != "time"}, 400, "time"),
        "a time that is none": (contact("b4", at="yesterday"), 400, "time"),
        "the future": (contact("b5", at="2027-02-01T10:00:00Z"), 400, "time"),
        "a wrong landlord": (dict(contact("b6"), landlord="elsewhere"), 403, "landlord"),
        "an operator's fact": (event("TimeAdvanced", "2026-12-23T10:00:00Z", {"to": "2026-12-24T10:00:00Z"}, "b7"), 403, "type"),
        "a number for a text": (contact("b8", words=5), 400, "data.words"),
        "a date that does not exist": (event("ExtensionNotified", "2026-12-23T10:00:00Z", {"until": "2026-02-30"}, "b9",
                                             subject=answer["caseRef"]), 400, "data.until"),
    }
    for name, (posted, wanted, field) in refusals.items():
        status, problem = system.post(posted)
        tap.check("%s is refused with %d, naming %s" % (name, wanted, field),
                  status == wanted and problem["field"] in field.split("|") and problem["detail"] and problem["status"] == wanted,
                  (status, problem))
    raw = {
        "not JSON": (b"{", 400), "not UTF-8": (b'{"id":"\xff"}', 400), "too deep": (b'{"a":' * 90 + b"1" + b"}" * 90, 400),
        "an empty batch": (b"[]", 400), "too large": (b'{"specversion":"1.0","data":"' + b"x" * (5 << 20) + b'"}', 413),
    }
    for name, (body, wanted) in raw.items():
        status, problem = system.request("intake", "/v1/events", body, "application/cloudevents+json")
        tap.check("%s gets %d and a problem" % (name, wanted), status == wanted and json.loads(problem)["status"] == wanted, (status, problem))
    tap.check("another media type gets 415", system.request("intake", "/v1/events", b"x", "text/plain")[0] == 415)
    tap.check("no key gets 401", system.request("intake", "/v1/events", b"{}", "application/json", token=None)[0] == 401)
    tap.check("a wrong key gets 401", system.request("intake", "/v1/events", b"{}", "application/json", token="x" * 64)[0] == 401)
    status, text = system.get("intake", "/v1/refusals")
    tap.check("the source can read what it was refused", status == 200 and any(r["field"] == "time" for r in json.loads(text)), text[:300])
    mixed = system.post([contact("m1"), contact("m2", shoe_size=1), contact("m3")])
    tap.check("in a batch only the bad one is refused", mixed[0] == 207 and [r["status"] for r in mixed[1]["results"]] ==
              ["STATUS_ACCEPTED", "STATUS_REFUSED", "STATUS_ACCEPTED"], mixed)
    return answer["caseRef"]


def check_zeromq(tap, system):
    intake = "tcp://127.0.0.1:%d" % system.ports["commands"]
    lines = "\n".join(json.dumps(contact("z%d" % i)) for i in range(600))
    done = client(system, "--intake", intake, "-", stdin=lines)
    tap.check("600 facts over ZeroMQ, more than the credit, are all accepted", done.returncode == 0, done.stderr[-500:])
    known = int(system.sql("SELECT count(*) FROM event_log WHERE id ~ '^z[0-9]+$'")[0][0])
    tap.check("and each is in the log once", known == 600, known)
    done = client(system, "--intake", intake, "-", stdin=json.dumps(contact("zz", at="2031-01-01T00:00:00Z")))
    tap.check("a bad one is refused over ZeroMQ too", done.returncode == 1 and "future" in (done.stderr + done.stdout).lower() or
              "ahead" in (done.stderr + done.stdout).lower(), done.stderr[-500:])
    stranger = system.folder + "/keys/stranger.key"
    import zmq
    with open(stranger, "wb") as file:
        file.write(zmq.curve_keypair()[1])
    done = client(system, "--intake", intake, "-", key="stranger", stdin=json.dumps(contact("zs")), seconds=3)
    tap.check("a stranger's key gets nothing in", done.returncode != 0 and
              system.sql("SELECT count(*) FROM event_log WHERE id = 'zs'") == [["0"]], done.stderr[-300:])
    done = client(system, "--intake", intake, "-", key=system.landlord + "-consumer", stdin=json.dumps(contact("zc")), seconds=3)
    tap.check("a consumer's key posts nothing", done.returncode != 0 and
              system.sql("SELECT count(*) FROM event_log WHERE id = 'zc'") == [["0"]], done.stderr[-300:])


def check_alerts(tap, system, case):
    alerts = "tcp://127.0.0.1:%d" % system.ports["alerts"]
    consumer = system.landlord + "-consumer"
    heard = {}

    def listen():
        heard["live"] = client(system, "--alerts", alerts, "--count", "2", key=consumer)

    thread = threading.Thread(target=listen)
    thread.start()
    time.sleep(0.5)
    system.advance("2026-12-30T09:00:00Z")
    system.advance("2027-01-05T00:00:00Z")
    thread.join()
    live = [json.loads(line) for line in heard["live"].stdout.splitlines()]
    tap.check("alerts reach a consumer as they come", heard["live"].returncode == 0 and len(live) >= 2, heard["live"].stderr[-500:])
    system.settle()
    count = int(system.sql("SELECT count(*) FROM event_log WHERE type = 'redress.v1.MessageQueued'")[0][0])
    done = client(system, "--alerts", alerts, "--count", str(count), key=consumer)
    replay = [json.loads(line) for line in done.stdout.splitlines()]
    tap.check("a consumer that was away misses none of %d" % count, done.returncode == 0 and len(replay) == count,
              "%d heard: %s" % (len(replay), done.stderr[-300:]))
    missed = [a for a in replay if a["subject"] == case and a["type"] == "redress.v1.ClockMissed"]
    tap.check("the breach alert is there, once", len(missed) == 1, missed)
    if missed:
        data = missed[0]["data"]
        tap.check("it carries the clause and the derivation",
                  data["basis"]["clause"] == "8.9" and data["derivation"]["lastDay"] == "2027-01-04" and
                  [s["why"] for s in data["derivation"]["skipped"]] ==
                  ["Christmas Day", "Saturday", "Sunday", "Boxing Day", "New Year’s Day", "Saturday", "Sunday"] and
                  data["dueAt"] == "2027-01-05T00:00:00Z", json.dumps(data))
    half = client(system, "--alerts", alerts, "--from", str(int(system.sql(
        "SELECT position FROM event_log WHERE type = 'redress.v1.MessageQueued' ORDER BY position OFFSET %d LIMIT 1" % (count - 5))[0][0])),
        "--count", "5", key=consumer)
    tap.check("from a position on, what follows it", half.returncode == 0 and
              [json.loads(l)["id"] for l in half.stdout.splitlines()] == [a["id"] for a in replay[-5:]], half.stderr[-300:])
    done = client(system, "--alerts", alerts, "--count", "1", key="stranger", seconds=3)
    tap.check("a stranger hears nothing", done.returncode != 0 and not done.stdout, done.stdout[:200])


def check_late_fact(tap, system, case):
    system.must_post(event("CaseAcknowledged", "2027-01-04T16:00:00Z", {"stage": 1, "definition": "No heating"}, "late-ack", subject=case))
    system.settle()
    rows = system.sql("SELECT type, id FROM event_log WHERE case_ref = '%s' AND speaker = 'sla'" % case)
    tap.check("a fact that comes late takes the miss back", any(t.endswith("JudgementWithdrawn") and "missed" in i for t, i in rows) and
              any(t.endswith("ClockMet") and "stage-1-acknowledge" in i for t, i in rows), rows)
    superseding = system.sql("SELECT count(*) FROM event_log WHERE case_ref = '%s' AND type = 'redress.v1.MessageQueued' AND id LIKE "
                             "'%%missed%%withdrawn%%'" % case)
    tap.check("and whoever was alerted is told", superseding == [["1"]], superseding)


def check_waiting(tap, system):
    """A fact of a case that nobody opened waits, is listed, and alarms after a while (of the log's time)."""
    system.must_post(event("CaseAcknowledged", "2027-01-04T16:00:00Z", {"stage": 1}, "early", subject="LIVIN-00000-00000"))
    system.settle()
    status, text = system.get("reporting", "/v1/cases?waiting")
    tap.check("a fact before its contact is listed as waiting", status == 200 and "LIVIN-00000-00000" in text, text)
    system.kill("routing")
    system.environment["REDRESS_WAITING_ALARM"] = "400ms"
    system.start("routing")
    system.advance("2027-01-05T00:00:02Z")
    end = time.time() + 10
    while time.time() < end and '"level":"alarm"' not in system.log("routing", 200):
        time.sleep(0.1)
    tap.check("and alarms when it waits too long", "facts wait for a contact" in system.log("routing", 200), system.log("routing"))


def check_erasure(tap, system, case):
    def words():
        status, text = system.get("reporting", "/v1/cases/" + case)
        return [(e["data"].get("words"), e["data"].get("customer", {}).get("name")) for e in json.loads(text)["events"]
                if e["type"] == "redress.v1.ContactReceived"] if status == 200 else status

    tap.check("who may read personal words reads them", words() == [("No heating for a week", "A. Person")], words())
    done = system.ctl("erase", "--landlord", system.landlord, "C-h1", check=False)
    tap.check("redressctl erase destroys the customer's keys", done.returncode == 0 and "2 keys" in done.stdout, done.stdout + done.stderr)
    tap.check("and nobody reads them any more", words() == [("[erased]", "[erased]")], words())
    again = system.ctl("erase", "--landlord", system.landlord, "C-h1", check=False)
    tap.check("a second time there is nothing to destroy", again.returncode == 1, again.stdout + again.stderr)


def check_pages(tap, system):
    promtool = subprocess.run(["sh", "-c", "command -v promtool"], capture_output=True).returncode == 0
    for daemon in system.daemons:
        live, ready, metrics = (system.get(daemon, path, None) for path in ("/livez", "/readyz", "/metrics"))
        tap.check("%s is alive and ready" % daemon, live[0] == 200 and ready[0] == 200, (live, ready))
        if promtool:
            checked = subprocess.run(["promtool", "check", "metrics"], input=metrics[1], capture_output=True, text=True)
            tap.check("%s: promtool has nothing to say of its metrics" % daemon,
                      checked.returncode == 0 and not checked.stdout + checked.stderr, checked.stdout + checked.stderr)
        else:
            tap.skip("%s: promtool" % daemon, "promtool is not installed")


def check_stop(tap, system):
    ended = system.stop()
    for daemon, (status, seconds) in ended.items():
        tap.check("%s ends by SIGTERM within a second" % daemon, status == 0 and seconds < 1.0, (status, seconds))
    for daemon in system.daemons:
        bad = []
        with open("%s/%s.log" % (system.folder, daemon)) as file:
            for line in file:
                try:
                    json.loads(line)["msg"]
                except (ValueError, KeyError):
                    bad.append(line)
        tap.check("%s logs JSON, a line at a time" % daemon, not bad, bad[:3])
    plain = "A. Person"
    found = [row for row in system.sql("SELECT count(*) FROM event_log WHERE position(convert_to('%s', 'UTF8') IN body) > 0" % plain)]
    tap.check("no personal words stand in the log", found == [["0"]], found)


def main():
    tap = Tap()
    with System(sys.argv[1], source="housing") as system:
        system.start()
        system.put_in_force("2026-12-01T08:00:00Z")
        system.advance("2026-12-23T10:00:00Z")
        case = check_http(tap, system)
        check_zeromq(tap, system)
        check_alerts(tap, system, case)
        check_late_fact(tap, system, case)
        check_erasure(tap, system, case)
        check_waiting(tap, system)
        check_pages(tap, system)
        check_stop(tap, system)
        verified = system.ctl("verify", "--database", check=False)
        tap.check("redressctl verify finds the log whole", verified.returncode == 0, verified.stdout + verified.stderr)
    return tap.end()


sys.exit(main())
