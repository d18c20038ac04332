"""A law in the running system: put in force once for all landlords, beside what they had; heard of by those whom a landlord's own pack names;
corrected in one place; refused where it cannot be one. What the daemons then said is made again by replay, byte for byte.

test_law.py BIN"""
import json, os, sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../support"))
from system import ROOT, System, Tap, event

LAW = ROOT + "/deploy/policies/hazards.yaml"
START, LATER = "2026-03-02T09:00:00Z", "2026-03-02T12:00:00Z"


def without_law(folder):
    """A deploy folder like ours, whose policies are all but the law."""
    os.mkdir(folder + "/deploy")
    for name in os.listdir(ROOT + "/deploy"):
        if name != "policies":
            os.symlink(ROOT + "/deploy/" + name, folder + "/deploy/" + name)
    os.mkdir(folder + "/deploy/policies")
    for name in os.listdir(ROOT + "/deploy/policies"):
        if name != os.path.basename(LAW):
            os.symlink(ROOT + "/deploy/policies/" + name, folder + "/deploy/policies/" + name)
    return folder + "/deploy"


def report_hazards(system, landlord, id):
    """A request in which the landlord becomes aware of a significant hazard, and of an emergency; the case's reference."""
    token = system.token(landlord)
    opened = system.must_post(event("ContactReceived", START, {"nature": "service_request", "customer": {"ref": id}}, id, landlord=landlord), token)
    ref = opened[0]["caseRef"]
    system.must_post([
        event("HazardIdentified", START, {"ref": "H1", "kind": "damp-and-mould", "significant": True}, id + "-1", landlord=landlord, subject=ref),
        event("HazardIdentified", START, {"ref": "H2", "kind": "fire", "emergency": True}, id + "-2", landlord=landlord, subject=ref)], token)
    return ref


def of_hazards(events, ref, *kinds):
    return [each for each in events if each.get("subject") == ref and each["type"].split(".")[-1] in kinds
            and each["data"].get("clock", {}).get("clock", "").startswith("hazard-")]


def pack_event(system, landlord, pack, version, text, id):
    return system.post(event("PackPutInForce", LATER, {"landlord": landlord, "pack": pack, "version": version, "text": text}, id,
                             source="redressctl", landlord="operator"), system.token("operator"))


def check_refusals(tap, system, law, policy):
    for what, words in (("a law is refused for one landlord", ("livin", "hazards", "2025-10-27", law, "slip-1")),
                        ("a policy is refused for every landlord", ("*", "livin", "2024-04-01", policy, "slip-2"))):
        status, answer = pack_event(system, *words)
        tap.check(what, status == 400 and "landlord" in json.dumps(answer), "%s %s" % (status, answer))


def check_coming_into_force(tap, system, refs):
    said = system.export()
    tap.check("without the law nothing is owed of a hazard", not any(of_hazards(said, ref, "ClockStarted") for ref in refs.values()))
    system.advance(LATER)
    done = system.ctl("put-in-force", "--policy", LAW)
    tap.check("the law is put in force by itself, for nobody in particular", "put in force at position" in done.stdout, done.stdout)
    again = system.ctl("put-in-force", "--landlord", "livin", "--policy", ROOT + "/deploy/policies/livin.yaml")
    tap.check("put in force again it is there already", "law-hazards" in again.stdout and "put in force at" not in again.stdout, again.stdout)
    system.settle()
    said = system.export()
    for landlord in ("livin", "lhp"):
        started = of_hazards(said, refs[landlord], "ClockStarted")
        tap.check("from then on it holds for %s" % landlord, sorted((each["data"]["clock"]["ref"], each["data"]["dueAt"], each["time"]) for each in started) ==
                  [("H1", "2026-03-17T00:00:00Z", LATER), ("H2", "2026-03-03T09:00:00Z", LATER)], started)
        tap.check("with the law's roles and title at %s" % landlord, all(each["data"]["basis"]["pack"] == "hazards" and each["data"]["clock"]["ownerRoleTitle"] ==
                  "Officer responsible for the hazard" for each in started), started)
    tap.check("and not in Scotland", not of_hazards(said, refs["glen"], "ClockStarted"))


def check_alerts(tap, system, refs):
    system.advance("2026-03-03T13:00:00Z")
    system.settle()
    said = system.export()
    missed = of_hazards(said, refs["livin"], "ClockMissed")
    tap.check("the emergency is missed after 24 hours", [each["time"] for each in missed] == ["2026-03-03T09:00:00Z"], missed)
    told = {each["data"]["aboutId"]: each["data"] for each in said if each["type"].endswith("MessageQueued")}
    alert = told.get(missed[0]["id"], {}) if missed else {}
    tap.check("the landlord's own alerts tell the law's owner of it", alert.get("toRoles") == ["hazard-officer"] and alert["basis"]["pack"] == "livin", alert)
    escalated = of_hazards(said, refs["livin"], "CaseEscalated")
    tap.check("and then up the law's line", [(each["data"]["toRole"], told.get(each["id"], {}).get("toRoles")) for each in escalated] ==
              [("head-of-repairs", ["head-of-repairs"]), ("health-and-safety-lead", ["health-and-safety-lead"])], escalated)


def check_words(tap, system, refs):
    explained = system.ctl("explain", "--as", "livin", refs["livin"], "hazard-emergency").stdout
    tap.check("explain names the law", "Awaab's Law" in explained and "SI 2025/1042 (emergency hazard)" in explained, explained)
    figures = json.loads(system.get("reporting", "/v1/figures?from=2026-03-01&until=2026-03-31")[1])
    tap.check("the miss is counted under the law's clock", {"measure": "missed", "label": "hazard-emergency", "count": 1} in figures["counts"], figures["counts"])


def check_correction(tap, system, refs, law):
    """One change of data, and all landlords' hazards known since then are counted anew."""
    corrected = law.replace("version: 2025-10-27", "version: 2025-10-27-2").replace("{working-days: 10}", "{working-days: 11}", 1)
    status, answer = pack_event(system, "*", "hazards", "2025-10-27-2", corrected, "correction")
    tap.check("a corrected law is taken", status == 202, answer)
    system.settle()
    said = system.export()
    for landlord in ("livin", "lhp"):
        started = of_hazards(said, refs[landlord], "ClockStarted")
        owed = [each for each in started if each["data"]["clock"]["ref"] == "H1"][-1]["data"]
        tap.check("%s's date is corrected" % landlord, owed["dueAt"] == "2026-03-18T00:00:00Z" and owed["basis"]["version"] == "2025-10-27-2", owed)
        taken_back = [each for each in said if each.get("subject") == refs[landlord] and each["type"].endswith("JudgementWithdrawn")]
        tap.check("%s's other dates stand" % landlord, [each["data"]["withdrawnId"].split("/")[1] for each in taken_back] == ["hazard-investigation"], taken_back)


def main():
    tap = Tap()
    with open(LAW) as file:
        law = file.read()
    with open(ROOT + "/deploy/policies/livin.yaml") as file:
        policy = file.read()
    with System(sys.argv[1]) as system:
        for landlord in ("lhp", "glen"):
            system.add_landlord(landlord)
        system.start()
        whole = system.environment["REDRESS_DEPLOY_DIR"]
        system.environment["REDRESS_DEPLOY_DIR"] = without_law(system.folder)
        system.put_in_force(START, ("livin", "lhp", "glen"))
        system.environment["REDRESS_DEPLOY_DIR"] = whole
        refs = {landlord: report_hazards(system, landlord, "tenant-" + landlord) for landlord in ("livin", "lhp", "glen")}
        system.settle()
        check_coming_into_force(tap, system, refs)
        check_refusals(tap, system, law, policy)
        check_alerts(tap, system, refs)
        check_words(tap, system, refs)
        check_correction(tap, system, refs, law)
        system.kill("sla")
        system.start("sla")
        system.advance("2026-03-19T09:00:00Z")
        system.settle()
        missed = of_hazards(system.export(), refs["lhp"], "ClockMissed")
        tap.check("a judge that begins anew has the law as it is", [each["data"]["dueAt"] for each in missed if each["data"]["clock"]["ref"] == "H1"] ==
                  ["2026-03-18T00:00:00Z"], missed)
        replayed = system.ctl("replay", check=False)
        tap.check("replay makes the very same again", replayed.returncode == 0, replayed.stdout + replayed.stderr)
    return tap.end()


sys.exit(main())
