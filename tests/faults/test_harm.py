"""What one party does wrong, or by chance, harms no other: odd texts, one key's or one landlord's mischief, a case that cannot be judged, an
operator's slip, the keys' database away. And each daemon's login can do its own work only."""
import concurrent.futures, json, os, signal, socket, struct, subprocess, sys, time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../support"))
from system import Failure, System, Tap, event, free_ports

HERE = os.path.dirname(os.path.abspath(__file__))
START = "2026-06-01T08:00:00Z"
OTHER = "acme"
JUDGES = ["routing", "sla", "notification", "reporting"]


def contact(id, landlord="livin", at=START, subject=None, source="housing", **extra):
    return event("ContactReceived", at, dict({"nature": "complaint", "channel": "phone", "customer": {"ref": "C-" + id[:60], "name": "A. Person"},
                                              "words": "No heating"}, **extra), id, source=source, landlord=landlord, subject=subject)


def information(id, case, landlord="livin", at=START, **extra):
    return event("InformationAdded", at, extra, id, landlord=landlord, subject=case)


def said(system, case, like, landlord="livin"):
    return int(system.sql("SELECT count(*) FROM event_log JOIN landlord USING (landlord_id) WHERE name = '%s' AND case_ref = '%s' AND "
                          "speaker <> 'intake' AND type || ' ' || id LIKE '%s'" % (landlord, case.replace("'", "''"), like))[0][0])


def check_texts(tap, system):
    """A refusal that quotes a text cut inside a character, beside good posts."""
    bad = contact("cut", happened_on="x" * 31 + "\u00e9")
    status, problem = system.post(bad)
    tap.check("a text that is quoted and cut inside a character is refused, naming its field",
              status == 400 and problem.get("field", "").replace("O", "_o") == "data.happened_on", (status, problem))
    status, answer = system.post([contact("n1"), bad, contact("n2")])
    tap.check("and harms no other of its batch", status == 207 and [r["status"] for r in answer.get("results", [])] ==
              ["STATUS_ACCEPTED", "STATUS_REFUSED", "STATUS_ACCEPTED"], answer)
    for i in range(3):
        system.post([dict(contact("many-%d-%d" % (i, k)), time="never") for k in range(500)])
    kept = system.sql("SELECT count(*), count(*) FILTER (WHERE id = 'many-2-499') FROM refusal")
    tap.check("of 1,500 refusals the last 1,000 are kept", kept == [["1000", "1"]], kept)
    odd = ["it's", 'quo"te', "back\\slash", "per%cent %s %n", "a/b/../c", "sp ace", "caf\u00e9", "\U0001f525", "${x}", "; DROP TABLE event_log; --",
           "x" * 128, "?q=1&r=2", "#", "+", "null", "-1", "'{}'", "\u202egnirts"]
    answers = system.must_post([contact(id) for id in odd])
    cases = [a["caseRef"] for a in answers]
    tap.check("odd ids are ids like any other, each with a case of its own", len(set(cases)) == len(odd), cases)
    own = ["N/2026/17", "N/2026", "it's", "a b", 'say "x"', "caf\u00e9/1", "100%", "back\\slash", "; DROP TABLE due; --", "x" * 128]
    system.must_post([contact("own-%d" % i, subject=subject) for i, subject in enumerate(own)])
    system.settle()
    opened = {row[0] for row in system.sql("SELECT case_ref FROM event_log WHERE type = 'redress.v1.CaseOpened'")}
    tap.check("and so are odd case references", opened >= set(own) | set(cases), set(own) | set(cases) - opened)
    from urllib.parse import quote
    for ref in own:
        status, text = system.get("reporting", "/v1/cases/" + quote(ref, safe=""))
        if status != 200 or json.loads(text)["case"] != ref:
            tap.check("the case %s can be read back" % ref, False, (status, text[:300]))
            break
    else:
        tap.check("and their cases can be read back", True)


def check_sources(tap, system):
    for source in ("redress", "redress/sla", "redress/routing"):
        status, problem = system.post(contact("own", source=source))
        tap.check("nobody posts as %s" % source, status == 403 and problem.get("field") == "source", (status, problem))
    status, problem = system.post(event("HolidayProclaimed", START, {"division": "england-and-wales", "date": "2026-12-24", "title": "x"}, "due/1",
                                        source="redress/sla", landlord="operator"), system.token("operator"))
    tap.check("not even the operator", status == 403, (status, problem))


def check_landlords(tap, system):
    """Two landlords with the same reference, source and id."""
    first = system.must_post(contact("same", subject="SHARED-1"))[0]
    other = system.must_post(contact("same", OTHER, subject="SHARED-1"), system.token(OTHER))[0]
    tap.check("two landlords may use the same reference, source and id", first["status"] == other["status"] == "STATUS_ACCEPTED", (first, other))
    system.must_post(event("CaseAcknowledged", START, {"stage": 1, "definition": "d"}, "ack", subject="SHARED-1", landlord=OTHER), system.token(OTHER))
    system.settle()
    met = [said(system, "SHARED-1", "redress.v1.ClockMet%acknowledge%", landlord) for landlord in ("livin", OTHER)]
    tap.check("what one says of it is no fact of the other's", met == [0, 1], met)
    mine = system.must_post(contact("hers"))[0]["caseRef"]
    answer = system.must_post(event("CaseClosed", START, {}, "close-hers", subject=mine, landlord=OTHER), system.token(OTHER))[0]
    system.settle()
    tap.check("a fact about another landlord's case stays with its poster, and waits",
              system.sql("SELECT name FROM waiting JOIN landlord USING (landlord_id) WHERE position = %s" % answer["position"]) == [[OTHER]])
    for token, wanted in ((system.token(), 200), (system.token(OTHER), 200)):
        status, text = system.request("reporting", "/v1/cases/SHARED-1", token=token)
        landlords = {e["landlord"] for e in json.loads(text)["events"]} if status == wanted else set()
        tap.check("and each reads its own only", status == wanted and len(landlords) == 1, (status, landlords))
    status, text = system.request("reporting", "/v1/cases/" + mine, token=system.token(OTHER))
    events = json.loads(text).get("events", [])
    tap.check("of another's case it sees but what it posted itself", status == 200 and [e["id"] for e in events] == ["close-hers"],
              (status, text[:400]))


def check_times(tap, system):
    early = system.must_post(contact("year-1", at="0001-01-01T00:00:00Z"))[0]["caseRef"]
    status, problem = system.post(contact("year-9999", at="9999-12-31T23:59:59.999999Z"))
    tap.check("the year 9999 is refused as the future", status == 400 and problem["field"] == "time", (status, problem))
    tap.check("and a time past it as none", system.post(contact("year-10000", at="10000-01-01T00:00:00Z"))[0] == 400)
    late = system.must_post(contact("far-dates", happened_on="9999-12-31", known_on="0001-01-01", acceptable_by="9999-12-31"))[0]["caseRef"]
    system.must_post(event("ExtensionNotified", START, {"stage": 1, "until": "9999-12-31", "reason": "r"}, "far-extension", subject=late))
    system.settle()
    system.advance("2026-06-02T08:00:00Z")
    system.settle()
    status, text = system.get("reporting", "/v1/cases/" + early)
    tap.check("a fact of the year 1 is taken, and its case can be read", status == 200 and '"0001-01-01T00:00:00Z"' in text, (status, text[:200]))
    status, text = system.get("reporting", "/v1/figures?from=0001-01-01&until=0001-12-31")
    tap.check("and figures of that year asked for", status == 200, (status, text[:200]))
    tap.check("a case promised for the year 9999 is judged", said(system, late, "redress.v1.Clock%") > 0)


def check_broken_case(tap, system):
    """A fact that no build can read, as a fault of the disk, or of a release, would leave it; and a case with too many."""
    good, broken, full = (a["caseRef"] for a in system.must_post([contact("good"), contact("broken"), contact("full")]))
    system.settle()
    system.sql("SELECT * FROM log_append_roots('intake', ARRAY[(SELECT landlord_id FROM landlord WHERE name = 'livin')], "
               "ARRAY['redress.v1.InformationAdded'], ARRAY['housing'], ARRAY['unreadable'], ARRAY['%s'], ARRAY[now()], ARRAY['\\xff'::bytea], "
               "ARRAY[''], ARRAY['\\x00'::bytea], ARRAY[NULL::timestamptz])" % broken)
    system.must_post([information("full-%d" % i, full) for i in range(520)])
    system.settle()
    passed = system.sql("SELECT daemon, count(*) FROM passed_over WHERE why LIKE '%%quarantined%%' AND position IN (SELECT position FROM event_log "
                        "WHERE case_ref = '%s') GROUP BY daemon ORDER BY daemon" % full)
    tap.check("a case with too many facts is quarantined, and it is recorded", {row[0] for row in passed} >= {"routing", "sla"}, passed)
    system.advance("2026-06-20T08:00:00Z")
    system.settle()
    tap.check("its neighbours' clocks go on", said(system, good, "redress.v1.ClockMissed%acknowledge%") == 1)
    tap.check("the broken case says nothing more", said(system, broken, "redress.v1.ClockMissed%") == 0)
    left = system.sql("SELECT case_ref FROM due WHERE due_at <= '2026-06-20T08:00:00Z'")
    tap.check("no due is left behind", left == [], left)
    log = open("%s/sla.log" % system.folder, errors="replace").read()
    alarms = [json.loads(line) for line in log.splitlines() if '"alarm"' in line]
    told = {a.get("case") for a in alarms}
    tap.check("both are alarms in sla's log", {broken, full} <= told, alarms[-3:])
    system.operate("HolidayProclaimed", "2026-06-20T08:00:00Z", {"division": "england-and-wales", "date": "2026-06-22", "title": "A day off"}, "day-off")
    system.settle()
    moved = [said(system, case, "redress.v1.ClockStarted %response%started/2") for case in (good, broken)]
    tap.check("a new holiday moves the neighbours' clocks", moved[0] > 0 and moved[1] == 0, moved)


def check_operators_slips(tap, system):
    pack = open(os.path.join(HERE, "../../deploy/policies/livin.yaml")).read()
    version = [line for line in pack.splitlines() if line.startswith("version:")][0].split(":", 1)[1].strip().strip("\"'")
    system.operate("HolidayProclaimed", START, {"division": "atlantis", "date": "2026-08-03", "title": "Oops"}, "slip-holiday")
    system.operate("PackPutInForce", START, {"landlord": "livin", "pack": "livin", "version": version, "text": pack + "\n# changed\n"}, "slip-pack")
    system.settle()
    for judge in JUDGES:
        system.kill(judge)
    try:
        system.start(*JUDGES, wait=20)
        tap.check("what the judges passed over does not keep them from starting again", True)
    except Failure as failure:
        tap.check("what the judges passed over does not keep them from starting again", False, failure)
        return
    case = system.must_post(contact("after-slips", at="2026-06-20T08:00:00Z"))[0]["caseRef"]
    system.settle()
    tap.check("and they judge as before", said(system, case, "redress.v1.CaseOpened%") == 1)


def check_keys_away(tap, system):
    keys = system.name + "_keys"
    system.sql('ALTER DATABASE "%s" ALLOW_CONNECTIONS false' % keys, "postgres")
    system.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s'" % keys, "postgres")
    began = time.time()
    status, answer = system.post(contact("sealed-away"))
    tap.check("with the keys away a fact with personal words gets a 503, in time", status == 503 and time.time() - began < 15, (status, answer))
    tap.check("and is not in the log", system.sql("SELECT count(*) FROM event_log WHERE id = 'sealed-away'") == [["0"]])
    status, text = system.get("intake", "/readyz", None)
    tap.check("intake is not ready, and says why", status == 503 and json.loads(text)["parts"].get("keys") not in (None, "ok"), text)
    status, answer = system.post(event("CaseClosed", START, {}, "unsealed", subject="SHARED-1"))
    tap.check("a fact without any is taken", status == 202, (status, answer))
    system.sql('ALTER DATABASE "%s" ALLOW_CONNECTIONS true' % keys, "postgres")
    status, answer = system.post(contact("sealed-away"))
    tap.check("with the keys back it is taken", status == 202, (status, answer))
    tap.check("and intake is ready", system.get("intake", "/readyz", None)[0] == 200, system.get("intake", "/readyz", None))


def check_second_instance(tap, system):
    """What another notification committed, its consumers learn from the one they listen to, without a next alert. (A commit whose
    answer was lost with the connection looks the same to it.)"""
    system.settle()
    head = system.progress()["head"]
    kept = dict(system.environment)
    http, bus, alerts = free_ports(3)
    system.environment.update(REDRESS_LISTEN_NOTIFICATION="127.0.0.1:%d" % http, REDRESS_ALERTS="tcp://127.0.0.1:%d" % alerts,
                              REDRESS_BUS_BIND="tcp://127.0.0.1:%d" % bus)
    system.ports["http-notification"], http = http, system.ports["http-notification"]
    first = system.running.pop("notification")
    system.start("notification")
    client = subprocess.Popen([sys.executable, HERE + "/../interop/post_and_listen.py", "--key", system.folder + "/keys/operator.key", "--server-key",
                               system.folder + "/keys/server.key.pub", "--seconds", "20", "--alerts",
                               "tcp://127.0.0.1:%d" % system.ports["alerts"], "--from", str(int(head) + 1), "--count", "1"],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(1)
    # Not for long: a consumer to which nobody answers listens anew, and would hear of it so.
    first.send_signal(signal.SIGSTOP)
    case = system.must_post(contact("second", at="2026-06-20T08:00:00Z"))[0]["caseRef"]
    system.advance("2026-07-20T08:00:00Z")
    system.settle()
    first.send_signal(signal.SIGCONT)
    queued = said(system, case, "redress.v1.MessageQueued%")
    system.kill("notification")
    system.environment, system.ports["http-notification"], system.running["notification"] = kept, http, first
    heard, problems = client.communicate(timeout=40)
    tap.check("alerts that another instance committed are not held back (%d of the case)" % queued, queued > 0 and client.returncode == 0 and
              len(heard.splitlines()) > 0, (client.returncode, heard[:200], problems[-300:]))
    system.wait_ready("notification")


def check_hang_ups(tap, system):
    """Clients that hang up while the database keeps their posts and questions waiting."""
    lock = subprocess.Popen(["psql", "-qXAt", "-d", system.conninfo("postgres"), "-c", "BEGIN; SELECT pg_advisory_xact_lock(5271, 1); "
                             "LOCK TABLE figure, cursor; SELECT pg_sleep(2)"], stdout=subprocess.DEVNULL)
    time.sleep(0.5)
    calls = []
    for i in range(60):
        body = json.dumps(contact("gone-%d" % i, at="2026-06-20T08:00:00Z")).encode()
        daemon, path = [("intake", "/v1/events"), ("reporting", "/v1/figures?from=2026-06-01&until=2026-06-30"), ("intake", "/v1/progress")][i % 3]
        call = socket.create_connection(("127.0.0.1", system.ports["http-" + daemon]))
        head = "%s %s HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer %s\r\n" % ("POST" if i % 3 == 0 else "GET", path, system.token())
        if i % 3 == 0:
            head += "Content-Type: application/cloudevents+json\r\nContent-Length: %d\r\n" % len(body)
        call.sendall(head.encode() + b"\r\n" + (body if i % 3 == 0 else b""))
        calls.append(call)
    time.sleep(0.3)
    for i, call in enumerate(calls):
        # Some politely, some not.
        if i % 2:
            call.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        call.close()
    lock.wait()
    answers = [system.post(contact("gone-%d" % i, at="2026-06-20T08:00:00Z")) for i in range(0, 60, 3)]
    tap.check("posts whose client hung up are stored once, or not at all, and can be sent again", all(a[0] == 202 for a in answers) and
              system.sql("SELECT count(*) FROM event_log WHERE id LIKE 'gone-%'") == [["20"]], answers[:2])
    tap.check("and nobody fell over", all(system.running[d].poll() is None and system.get(d, "/readyz", None)[0] == 200 for d in ("intake", "reporting")))


def check_one_bad_key(tap, system):
    """A key that the disk, or a hand, has changed: its person's facts cannot be sealed, all others can."""
    system.must_post(contact("bad-key"))
    system.sql("UPDATE person_key SET wrapped_key = decode(repeat('00', 72), 'hex') WHERE subject = 'customer:C-bad-key'", system.name + "_keys")
    ids = ["bad-key-1", "bad-key-2"] + ["good-key-%d" % i for i in range(22)]

    def one(id):
        return id, system.post(contact(id, customer={"ref": "C-bad-key" if id.startswith("bad") else "C-" + id, "name": "A. Person"}))[0]

    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        statuses = dict(pool.map(one, ids))
    tap.check("one key that does not open stops its own person's facts alone", all((status == 500) == id.startswith("bad") and
              status in (202, 500) for id, status in statuses.items()), statuses)
    system.kill("intake")
    with open(system.folder + "/keys/other.key", "w") as file:
        file.write("5" * 64)
    right = system.environment["REDRESS_MASTER_KEY_FILE"]
    system.environment["REDRESS_MASTER_KEY_FILE"] = system.folder + "/keys/other.key"
    try:
        system.start("intake", wait=20)
        tap.check("intake does not start with another master key", False)
    except Failure as failure:
        tap.check("intake does not start with another master key", "master key" in str(failure), failure)
    system.environment["REDRESS_MASTER_KEY_FILE"] = right
    system.sql("DELETE FROM person_key WHERE subject = 'customer:C-bad-key'", system.name + "_keys")
    system.start("intake")


def as_login(system, login, sql, keys=False):
    done = subprocess.run(["psql", "-qXAt", "-v", "ON_ERROR_STOP=1", "-d", system.conninfo(login, keys), "-c", sql], capture_output=True, text=True)
    return done.returncode, (done.stdout + done.stderr).strip()


def check_rights(tap, system):
    logins = ["redress-" + d for d in ["intake"] + JUDGES + ["operator"]]
    writes = ["INSERT INTO event_log SELECT * FROM event_log LIMIT 1", "UPDATE event_log SET body = ''", "DELETE FROM event_log", "TRUNCATE event_log",
              "UPDATE log_head SET head = 0", "UPDATE chain_head SET hash = ''", "UPDATE clock SET at = now()", "UPDATE cursor SET through = 0",
              "DELETE FROM accepted", "ALTER TABLE event_log DISABLE ROW LEVEL SECURITY", "DROP TABLE event_log",
              "SELECT log_write('sla', '{1}', '{0}', '{x}', '{x}', '{x}', '{}', '{now}', '{now}', '{x}', '{}')", "CREATE TABLE mine (x int)",
              "CREATE FUNCTION log_lock() RETURNS void LANGUAGE sql AS ''"]
    for login in logins:
        done = [sql for sql in writes if as_login(system, login, sql)[0] == 0]
        tap.check("%s cannot write, change or empty the log" % login, not done, done)
    for login in logins:
        others = [d for d in ["intake"] + JUDGES if "redress-" + d != login]
        spoke = [d for d in others if as_login(system, login,
                 "SELECT * FROM log_append_roots('%s', '{0}', '{redress.v1.ClockReleased}', '{x}', '{%s}', '{\"\"}', '{now}', '{x}', '{\"\"}', '{x}', "
                 "'{NULL}')" % (d, d))[0] == 0 or as_login(system, login, "SELECT advance_cursor('%s', 0, 0, 0, 0)" % d)[0] == 0]
        tap.check("%s speaks for no other daemon" % login, not spoke, spoke)
    may_write = {"due": ["redress-sla"], "opening_due": ["redress-routing"], "waiting": ["redress-routing"], "figure": ["redress-reporting"], "case_figure": ["redress-reporting"],
                 "credential": ["redress-operator"], "landlord": ["redress-operator"], "refusal": ["redress-intake"]}
    for table, allowed in may_write.items():
        can = [login for login in logins if as_login(system, login, "DELETE FROM %s WHERE false" % table)[0] == 0]
        tap.check("%s is written by %s alone" % (table, ", ".join(allowed)), can == allowed, can)
    for table in ("event_log", "due", "opening_due", "waiting", "figure", "case_figure"):
        seen = as_login(system, "redress-reporting", "SELECT count(*) FROM " + table)
        tap.check("reporting sees no row of %s until it says whose" % table, seen == (0, "0"), seen)
        seen = as_login(system, "redress-reporting", "SET redress.landlord_id = 1; SELECT count(DISTINCT landlord_id) FROM %s" % table)
        tap.check("and then that landlord's only", seen[0] == 0 and int(seen[1]) <= 1, seen)
    for login in logins:
        status, text = as_login(system, login, "SELECT count(*) FROM person_key", True)
        tap.check("%s %s the keys of persons" % (login, "reads" if login in ("redress-intake", "redress-reporting", "redress-operator") else "cannot read"),
                  (status == 0) == (login in ("redress-intake", "redress-reporting", "redress-operator")), text)
        tap.check("%s destroys no key by itself" % login, login == "redress-operator" or as_login(system, login, "DELETE FROM person_key", True)[0] != 0)


def main():
    tap = Tap()
    with System(sys.argv[1]) as system:
        system.ctl("setup", "--landlord", OTHER, "--source", "*", user="postgres")
        system.start()
        system.put_in_force(START)
        system.ctl("put-in-force", "--landlord", OTHER, "--policy", os.path.join(HERE,
                   "../../deploy/policies/livin.yaml"), check=False)
        check_texts(tap, system)
        check_sources(tap, system)
        check_landlords(tap, system)
        check_times(tap, system)
        check_broken_case(tap, system)
        check_operators_slips(tap, system)
        check_keys_away(tap, system)
        check_hang_ups(tap, system)
        check_second_instance(tap, system)
        check_one_bad_key(tap, system)
        check_rights(tap, system)
        verified = system.ctl("verify", "--database", check=False)
        tap.check("the hash chain holds after it all", verified.returncode == 0, verified.stdout + verified.stderr)
    return tap.end()


sys.exit(main())
