"""Some months of a landlord's facts, the same for the same seed: for tests that need much to happen, not for what should follow."""
import datetime, random

from system import LANDLORD, event

START = datetime.datetime(2026, 11, 30, 8, 0, tzinfo=datetime.timezone.utc)


def text(at):
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def workload(cases, days=45, seed=1, source="housing", start=START, landlord=LANDLORD, suspended_by=None):
    """[(heard, event)] in the order heard; subjects are "@N" for the landlord's N-th case, its contact's too. Some cases are suspended,
    where a role is named that may."""
    chance, facts = random.Random(seed), []

    def add(case, happened, kind, data, late=0.0):
        if happened >= start + datetime.timedelta(days=days):
            return
        heard = happened + datetime.timedelta(days=late)
        number = len(facts)
        facts.append((heard, number, event(kind, text(happened), data, "%s-%d-%d" % (source, seed, number), source=source,
                                           landlord=landlord, subject="@%s %d" % (landlord, case))))

    for case in range(cases):
        at = start + datetime.timedelta(days=chance.random() * days * 0.6, minutes=7 * (case + 1))
        late = lambda: chance.choice([0, 0, 0, 0.5, 2, 6])
        contact = {"nature": chance.choice(["complaint", "complaint", "complaint", "service-request", "compliment"]),
                   "channel": chance.choice(["phone", "email", "app"]), "category": chance.choice(["Repairs", "Damp", "Rent"]),
                   "serviceArea": chance.choice(["repairs", "income"]), "words": "matter %d" % case,
                   "customer": {"ref": "C%d" % case, "name": "Customer %d" % case}}
        add(case, at, "ContactReceived", contact)
        after = lambda days: at + datetime.timedelta(days=days, hours=chance.random() * 6)
        if contact["nature"] == "compliment":
            continue
        if contact["nature"] == "service-request":
            add(case, after(3), "InformalOutcomeGiven", {"resolved": True, "customerSatisfied": chance.random() < 0.5}, late())
            if chance.random() < 0.5:
                continue
        if chance.random() < 0.9:
            add(case, after(chance.choice([1, 4, 6, 9])), "CaseAcknowledged", {"stage": 1, "definition": "as told"}, late())
        if suspended_by and chance.random() < 0.7:
            add(case, after(chance.choice([2, 5, 12])), "CaseSuspended", {"grounds": "customer-ill", "orderedByRole": suspended_by}, late())
            if chance.random() < 0.7:
                add(case, after(chance.choice([14, 17])), "CaseResumed", {}, late())
        if chance.random() < 0.4:
            add(case, after(11), "ExtensionNotified",
                {"stage": 1, "until": (at + datetime.timedelta(days=30)).strftime("%Y-%m-%d"), "reason": "a surveyor is awaited",
                 "ombudsmanDetailsGiven": chance.random() < 0.7, "customerAgreed": chance.random() < 0.5}, late())
        add(case, after(chance.choice([12, 16, 25])), "ResponseIssued",
            {"stage": 1, "outcome": chance.choice(["upheld", "not-upheld", "partly-upheld"]),
             "actions": [{"ref": "A1", "what": "mend it", "due": after(28).strftime("%Y-%m-%d")}]}, late())
        if chance.random() < 0.5:
            add(case, after(27), "ActionCompleted", {"ref": "A1"}, late())
        if chance.random() < 0.3:
            add(case, after(26), "EscalationRequested", {"toStage": 2, "why": "not mended"}, late())
            add(case, after(29), "OfficerAssigned", {"stage": 2, "officer": "H7", "role": "head-of-service"}, late())
            add(case, after(30), "CaseAcknowledged", {"stage": 2, "definition": "not mended"}, late())
    return [(heard, made) for heard, _, made in sorted(facts, key=lambda each: each[:2])]


def play(system, facts, step_hours=12, between=lambda: None):
    """Posts the facts on virtual time; `between` is called after each step."""
    refs, now, done = {}, START, 0
    while done < len(facts):
        now += datetime.timedelta(hours=step_hours)
        system.advance(text(now))
        batch = []
        while done < len(facts) and facts[done][0] <= now:
            made = dict(facts[done][1])
            case = made.pop("subject")
            opens = made["type"].endswith("ContactReceived")
            if batch and batch[-1]["landlord"] != made["landlord"]:
                system.must_post(batch, system.token(batch[-1]["landlord"]))
                batch = []
            if not opens:
                made["subject"] = refs[case]
            batch.append(made)
            done += 1
            if opens:
                refs[case] = system.must_post(batch, system.token(made["landlord"]))[-1]["caseRef"]
                batch = []
        if batch:
            system.must_post(batch, system.token(batch[-1]["landlord"]))
        between()
    return refs
