"""A holiday is proclaimed to the whole of Redress: what it would move is told beforehand, what it moved afterwards, and both are what the log
says; misses taken back are told to whoever was alerted. Then what was known by an instant, with a fact that came late.

test_impact.py BIN"""
import json, os, sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../../support"))
from system import LANDLORD, ROOT, System, Tap, event

HOLIDAY, DIVISION = "2027-06-07", "england-and-wales"


def ctl(system, *words):
    done = system.ctl(*words, check=False)
    return done.returncode, done.stdout, done.stderr


def ctl_json(system, *words):
    status, out, err = ctl(system, *words, "--json")
    try:
        return status, json.loads(out)
    except ValueError:
        raise AssertionError("%s: %s%s" % (words, out, err))


def contact(id, at, **data):
    return event("ContactReceived", at, dict({"nature": "complaint", "channel": "phone", "words": "cold"}, **data), id)


def clocks(answer):
    """{(case, clock, instance): what differs}"""
    return {(case["case"], clock["clock"], clock["instance"]): clock for case in answer["cases"] for clock in case["clocks"]}


def types(judgements):
    return sorted(each["type"] for each in judgements)


def step(system, to, *events):
    """Time moves, and all that is posted then is judged then: what a judge says has the log's time, which virtual time may outrun."""
    system.advance(to)
    results = system.must_post(list(events)) if events else []
    system.settle()
    return results


def play(system):
    """Complaints whose acknowledgements are due long before the holiday, on it, and after it; the cases by name."""
    system.put_in_force("2027-03-01T08:00:00Z")
    cases = {}
    for name, at in (("early", "2027-03-01T09:00:00Z"), ("missed", "2027-05-28T09:00:00Z"), ("open", "2027-06-03T09:00:00Z")):
        cases[name] = step(system, at, contact(name, at))[0]["caseRef"]
        if name == "early":
            for fact, when, data in (("CaseAcknowledged", "2027-03-02T09:00:00Z", {"stage": 1, "definition": "cold"}),
                                     ("ResponseIssued", "2027-03-03T09:00:00Z", {"stage": 1, "outcome": "upheld"}),
                                     ("CaseClosed", "2027-03-04T09:00:00Z", {})):
                step(system, when, event(fact, when, data, name + fact, subject=cases[name]))
    # The acknowledgement of "missed" was due by Monday 7 June; it is Tuesday morning now.
    step(system, "2027-06-08T08:00:00Z")
    return cases


def check_forecast(tap, system, cases):
    roots = system.sql("SELECT count(*), max(position) FROM event_log")
    status, would = ctl_json(system, "impact", "--would-be", HOLIDAY, "--division", DIVISION, "--title", "Day of thanks")
    tap.check("a holiday that would be is told", status == 0 and would["wouldBe"] and would["complete"] and
              would["because"]["date"] == HOLIDAY, would)
    tap.check("and writes nothing", system.sql("SELECT count(*), max(position) FROM event_log") == roots)
    changed = clocks(would)
    tap.check("it would move what is open", {key[0] for key in changed} == {cases["missed"], cases["open"]}, list(changed))
    missed = changed.get((cases["missed"], "stage-1-acknowledge", 1), {})
    tap.check("a date from Monday to Tuesday, with its clause on both sides",
              missed.get("change") == "moved" and missed["before"]["lastDay"] == HOLIDAY and missed["after"]["lastDay"] == "2027-06-08" and
              missed["before"]["clause"] == missed["after"]["clause"] == "8.9" and missed["after"]["due"] == "2027-06-08T23:00:00Z", missed)
    tap.check("its miss would be taken back, and its escalation", {"ClockMissed", "CaseEscalated"} <= set(types(missed.get("vanished", []))), missed)
    tap.check("no other miss", would["totals"]["misses"] == {"appeared": 0, "vanished": 1}, would["totals"])
    status, out, _ = ctl(system, "impact", "--would-be", HOLIDAY, "--division", DIVISION)
    tap.check("people read local days", status == 0 and "due by Mon 7 Jun 2027 -> Tue 8 Jun 2027" in out and "would be superseded" in out, out)
    for words in (("--would-be", "2027-06-05"), ("--would-be", "2027-05-31")):
        status, nothing = ctl_json(system, "impact", *words, "--division", DIVISION)
        tap.check("a day that is closed already (%s) would move nothing" % words[1], status == 0 and not nothing["cases"], nothing)
    status, other = ctl_json(system, "impact", "--would-be", HOLIDAY, "--division", "scotland")
    tap.check("another nation's holiday would move nothing", status == 0 and not other["cases"], other["totals"])
    return would


def dates(answer):
    return {key: (clock["change"], clock["before"], clock["after"]) for key, clock in clocks(answer).items()}


def check_what_if(tap, system, would):
    """The log's own facts, under another pack or calendar."""
    roots = system.sql("SELECT count(*), max(position) FROM event_log")
    status, same = ctl_json(system, "simulate", "--log", "--what-if-policies", ROOT + "/deploy/policies")
    tap.check("under the policy there is, the log's facts come to the same", status == 0 and not same["different"] and
              same["totals"]["cases"] == 3, same)
    status, holiday = ctl_json(system, "simulate", "--log", "--what-if-holiday", DIVISION + "=" + HOLIDAY + "=Day of thanks")
    tap.check("had the holiday been known, dates were those that it would move", status == 1 and dates(holiday) == dates(would), holiday["cases"])
    tap.check("and misses those that it would take back", holiday["totals"]["misses"] == would["totals"]["misses"], holiday["totals"])
    status, other = ctl_json(system, "simulate", "--log", "--what-if-pack", LANDLORD + "=" + ROOT + "/deploy/policies/lhp.yaml")
    answer = [clock for key, clock in clocks(other).items() if key[1] == "stage-1-response" and clock["change"] == "moved"]
    tap.check("under another landlord's policy they come to something else, by its clauses", status == 1 and answer and all(
        clock["before"]["pack"] == LANDLORD and clock["after"]["pack"] == "lhp" for clock in answer), other["totals"])
    tap.check("and nothing is written", system.sql("SELECT count(*), max(position) FROM event_log") == roots)
    tap.check("of a holiday of nowhere there is no answer", ctl(system, "simulate", "--log", "--what-if-holiday", "atlantis=" + HOLIDAY)[0] == 1)
    for words in (("--log",), ("--log", "--what-if-holiday", "x"), ("--log", "--what-if-policies", "x", "file"), ()):
        tap.check("simulate %s is wrong usage" % " ".join(words), ctl(system, "simulate", *words)[0] == 2)


def proclaim(system, id="thanks", settle=True):
    """As its users do: `redressctl post`."""
    made = event("HolidayProclaimed", "2027-06-08T08:00:00Z", {"division": DIVISION, "date": HOLIDAY, "title": "Day of thanks"}, id,
                 source="redressctl", landlord="operator")
    posted = system.ctl("post", "--as", "operator", "-", stdin=json.dumps(made))
    if settle:
        system.settle()
    return posted.stdout


def check_superseded(tap, system, cases):
    """What the log itself says of the alerts: each withdrawn one that was queued is superseded, and what supersedes was there."""
    proclaimed = system.sql("SELECT position FROM event_log WHERE type = 'redress.v1.HolidayProclaimed'")[0][0]
    events = system.export()
    wave = [each for each in events if each.get("redresscause") == proclaimed and each["redressposition"] != proclaimed]
    queued = {each["id"]: each for each in events if each["type"] == "redress.v1.MessageQueued"}
    overtaken = [each["data"]["supersedes"] for each in wave if each["type"] == "redress.v1.MessageQueued" and each["data"].get("supersedes")]
    withdrawn = {each["data"]["withdrawnId"]: each for each in wave if each["type"] == "redress.v1.JudgementWithdrawn"}
    alerted = [message["id"] for message in queued.values()
               if message["data"]["aboutId"] in withdrawn and not message["data"].get("supersedes")]
    tap.check("the proclamation took judgements back, naming itself",
              withdrawn and all(each["data"]["because"]["id"] == "thanks" for each in withdrawn.values()), withdrawn)
    tap.check("a miss and an escalation among them, of which alerts had gone out",
              {"/missed/", "/escalated/"} <= {"/" + message.split("/")[3].split("-")[0] + "/" for message in alerted}, alerted)
    tap.check("every alert about them is superseded, each by one that names it, and no other",
              sorted(overtaken) == sorted(alerted) and all(id in queued for id in overtaken), (overtaken, alerted))
    later = [each for each in wave if each["type"] == "redress.v1.ClockStarted" and each["subject"] == cases["missed"] and
             each["data"]["clock"]["clock"] == "stage-1-acknowledge"]
    tap.check("the new date is said with the holiday skipped", len(later) == 1 and
              {"date": HOLIDAY, "why": "Day of thanks"} in later[0]["data"]["derivation"]["skipped"], later)
    return len(overtaken)


def check_impact(tap, system, cases, would):
    out = proclaim(system)
    tap.check("post says how to see what it moves", "redressctl impact thanks" in out, out)
    alerts = check_superseded(tap, system, cases)
    status, did = ctl_json(system, "impact")
    tap.check("what it moved is what it would move", status == 0 and did["cases"] and
              did["cases"] == sorted(would["cases"], key=lambda each: each["case"]),
              (json.dumps(did["cases"])[:3000], json.dumps(would["cases"])[:3000]))
    tap.check("and the totals are", without(did["totals"], "cases") == without(would["totals"], "cases"), (did["totals"], would["totals"]))
    tap.check("the alerts superseded are counted, in all and by clock", alerts > 0 and did["totals"]["alerts"] == alerts == would["totals"]["alerts"] and
              clocks(did)[(cases["missed"], "stage-1-acknowledge", 1)]["alerts"] >= 2, (alerts, did["totals"]))
    for words in (("thanks",), ("--date", HOLIDAY), ("--date", HOLIDAY, "--division", DIVISION)):
        tap.check("found by " + " ".join(words), ctl_json(system, "impact", *words) == (0, did))
    status, out, err = ctl(system, "impact", "thanks")
    tap.check("people read it with old and new date, the clause, what was taken back and how many alerts",
              status == 0 and "%s of %s" % (cases["missed"], LANDLORD) in out and "due by Mon 7 Jun 2027 -> Tue 8 Jun 2027" in out and
              "clause 8.9 of livin" in out and "- stage-1-acknowledge: MISSED" in out and "Day of thanks, Mon 7 Jun 2027" in out and
              "%d superseded" % alerts in out, out + err)
    for words in (("nothing-such",), ("--date", "2027-06-08"), ("--date", HOLIDAY, "--division", "scotland")):
        status, out, err = ctl(system, "impact", *words)
        tap.check("%s is not found" % " ".join(words), status == 1 and not out and "no such holiday" in err, (status, out, err))
    for words in (("thanks", "--date", HOLIDAY), ("--date", "June"), ("--would-be", HOLIDAY), ("--title", "T")):
        tap.check("%s is wrong usage" % " ".join(words), ctl(system, "impact", *words)[0] == 2)
    tap.check("the log is replayed as it was", ctl(system, "replay")[0] == 0)


def without(object, *keys):
    return {key: value for key, value in object.items() if key not in keys}


def check_behind(tap, system):
    """While a daemon is away, the list says that it is not complete."""
    system.kill("notification")
    proclaim(system, "again", settle=False)
    status, out, err = ctl(system, "impact", "again")
    tap.check("a list that is not complete says so", status == 1 and "not all of it is judged yet" in err, (status, out, err))
    system.start("notification")
    system.settle()
    tap.check("and is complete later; the same day again moves nothing", ctl_json(system, "impact", "again")[1]["cases"] == [])


def check_as_of(tap, system, cases):
    """On Friday 11 June it is heard that "open" was acknowledged on Tuesday; it was missed meanwhile."""
    case = cases["open"]
    then = "2027-06-11T08:00:00Z"
    step(system, then)
    step(system, "2027-06-11T12:00:00Z",
         event("CaseAcknowledged", "2027-06-08T10:00:00Z", {"stage": 1, "definition": "cold"}, "late-news", subject=case))
    step(system, "2027-06-14T08:00:00Z",
         event("ExtensionNotified", "2027-06-14T08:00:00Z", {"stage": 1, "until": "2027-07-05", "reason": "parts", "ombudsmanDetailsGiven": True},
               "longer", subject=case))
    status, answer = ctl_json(system, "replay", "--as-of", then, "--case", case)
    known = answer["cases"][0]
    heard = {fact["id"]: fact["late"] for fact in known["heardSince"]}
    tap.check("facts heard since are told, the late one marked", status == 0 and heard == {"late-news": True, "longer": False}, known["heardSince"])
    stood = [each["id"] for each in known["then"]]
    at_the_time = system.sql("SELECT count(*) FROM event_log e WHERE case_ref = '%s' AND speaker IN ('routing', 'sla') AND said_at <= '%s' AND "
                             "type <> 'redress.v1.JudgementWithdrawn' AND NOT EXISTS (SELECT FROM event_log w WHERE w.case_ref = e.case_ref AND "
                             "w.id = e.id || '/withdrawn' AND w.said_at <= '%s')" % (case, then, then))[0][0]
    tap.check("what stood then is what the log says", len(stood) == known["stoodThen"] == int(at_the_time) > 0, (stood, at_the_time))
    by_late = {change["id"]: change for change in known["takenBack"] if change["because"] and change["because"]["id"] == "late-news"}
    tap.check("what a late fact took back names it, with when it happened and was heard", "ClockWarned" in types(by_late.values()) and all(
        change["late"] and change["because"]["happened"] == "2027-06-08T10:00:00Z" and change["because"]["heard"] == "2027-06-11T12:00:00Z"
        and change["takenBackAt"] == "2027-06-11T12:00:00Z" for change in by_late.values()), known["takenBack"])
    said = {(each["type"], each.get("clock")): each for each in known["saidSince"]}
    tap.check("what was said since: met by the late fact; moved by a later one, which is not late",
              said[("ClockMet", "stage-1-acknowledge")]["late"] and said[("ClockMoved", "stage-1-response")]["late"] is False and
              said[("ClockMoved", "stage-1-response")]["because"]["id"] == "longer", list(said))
    now = {each["id"] for each in known["now"]}
    tap.check("then, less what was taken back, and what was said since make now",
              now == set(stood) - {each["id"] for each in known["takenBack"]} | {each["id"] for each in known["saidSince"]})
    status, out, _ = ctl(system, "replay", "--as-of", then, "--case", case)
    tap.check("people read it", status == 0 and "known then" in out and "(fact late-news), heard Fri 11 Jun 2027 13:00 (late)" in out and
              "taken back Fri 11 Jun 2027 13:00" in out, out)
    status, everything = ctl_json(system, "replay", "--as-of", then)
    tap.check("of all cases, those that differ", status == 0 and everything["totals"]["cases"] == 3 and
              case in [each["case"] for each in everything["cases"]] and cases["early"] not in [each["case"] for each in everything["cases"]] and
              without([each for each in everything["cases"] if each["case"] == case][0]) == without(known, "then", "now"), everything["totals"])
    status, before = ctl_json(system, "replay", "--as-of", "2027-06-08T07:59:59Z", "--case", cases["missed"])
    started = [change for change in before["cases"][0]["takenBack"] if change["type"] == "ClockStarted" and change["clock"] == "stage-1-acknowledge"]
    tap.check("a holiday is a reason too, and not late", len(started) == 1 and started[0]["because"]["type"] == "redress.v1.HolidayProclaimed" and
              not started[0]["late"], before["cases"][0]["takenBack"])
    tap.check("what was said in its place is told", started[0]["replacedBy"] in
              [each["id"] for each in before["cases"][0]["saidSince"] if each["replaces"] == started[0]["id"]], started)
    status, after = ctl_json(system, "replay", "--as-of", "2027-06-14T08:00:00Z")
    tap.check("as of now nothing differs", status == 0 and after["cases"] == [] and after["totals"]["casesChanged"] == 0 and
              after["totals"]["stoodThen"] == after["totals"]["standsNow"], after["totals"])
    tap.check("an unknown case is not found", ctl(system, "replay", "--as-of", then, "--case", "NONE")[0] == 1)
    for words in (("--as-of", "June"), ("--case", case)):
        tap.check("%s is wrong usage" % " ".join(words), ctl(system, "replay", *words)[0] == 2)


def main():
    tap = Tap()
    with System(sys.argv[1]) as system:
        system.start()
        cases = play(system)
        would = check_forecast(tap, system, cases)
        check_what_if(tap, system, would)
        check_impact(tap, system, cases, would)
        check_behind(tap, system)
        check_as_of(tap, system, cases)
    return tap.end()


sys.exit(main())
