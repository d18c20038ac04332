"""Real words: 8,000 complaints as the Housing Ombudsman describes them, posted through intake and found again, byte for byte."""
import csv, json, os, sys, time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../support"))
from system import ROOT, System, Tap, event

DATA = os.path.join(ROOT, "../shared/data/ombudsman_findings.csv")


def main():
    tap = Tap()
    if not os.path.exists(DATA):
        tap.skip("8,000 real complaints", "shared/data/ombudsman_findings.csv is not beside this checkout")
        return tap.end()
    with open(DATA, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    with System(sys.argv[1], source="findings") as system:
        system.start()
        system.put_in_force("2026-11-30T08:00:00Z")
        began = time.time()
        results = system.must_post([
            event("ContactReceived", "2026-11-30T07:00:00Z",
                  {"nature": "complaint", "category": row["category"], "words": row["complaint"], "customer": {"ref": row["ombudsman_case"]}},
                  "%s-%d" % (row["ombudsman_case"], n), source="findings") for n, row in enumerate(rows)])
        tap.check("all %d are accepted, each with a case of its own" % len(rows),
                  len({r["caseRef"] for r in results}) == len(rows) and all(r["status"] == "STATUS_ACCEPTED" for r in results))
        posted = time.time() - began
        system.settle(300)
        print("# posted in %.1f s, judged in %.1f s" % (posted, time.time() - began))
        sealed = system.sql("SELECT count(*) FROM event_log WHERE type = 'redress.v1.ContactReceived' AND position('sealed:1:' IN "
                            "encode(body, 'escape')) > 0")
        tap.check("all are sealed in the log", sealed == [[str(len(rows))]], sealed)
        wrong = []
        for row, result in zip(rows, results):
            status, text = system.get("reporting", "/v1/cases/" + result["caseRef"])
            found = [e["data"].get("words") for e in json.loads(text)["events"] if e["type"] == "redress.v1.ContactReceived"] \
                if status == 200 else status
            if found != [row["complaint"]]:
                wrong.append((result["caseRef"], row["complaint"][:80], found))
        tap.check("each is found again, byte for byte", not wrong, wrong[:3])
        opened = system.sql("SELECT count(*) FROM event_log WHERE type = 'redress.v1.CaseOpened'")
        tap.check("each case was opened", opened == [[str(len(rows))]], opened)
    return tap.end()


sys.exit(main())
