"""A landlord that no pack came with is brought onto a running system by a file: what its people then read of a case, in words.

test_sixth.py BIN"""
import os, sys, time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../../support"))
from system import System, Tap, event, policy_of

LANDLORD = "severn"


def ctl(system, *words):
    done = system.ctl(*words, "--as", LANDLORD, check=False)
    return done.returncode, done.stdout, done.stderr


def fact(kind, time, id, data, case=None):
    return event(kind, time, data, id, landlord=LANDLORD, subject=case)


def arrive(tap, system):
    """Put in force before its keys are there, which is said, and after."""
    system.put_in_force("2026-03-01T08:00:00Z")
    words = ("put-in-force", "--landlord", LANDLORD, "--policy", policy_of(LANDLORD))
    done = system.ctl(*words)
    tap.check("a landlord without keys may be one misspelt", "setup --landlord severn" in done.stderr, done.stderr)
    system.add_landlord(LANDLORD)
    end = time.time() + 30
    while 401 in (system.get(daemon, path, system.token(LANDLORD))[0] for daemon, path in
                  (("intake", "/v1/refusals"), ("reporting", "/v1/cases?waiting"))) and time.time() < end:
        time.sleep(0.2)  # the daemons look for new keys every few seconds
    done = system.ctl(*words)
    tap.check("the pack is in force once", "in force already" in done.stdout and not done.stderr, done.stdout + done.stderr)
    changed = system.folder + "/changed.yaml"
    with open(policy_of(LANDLORD)) as pack, open(changed, "w") as out:
        out.write(pack.read().replace("Company Secretary", "Secretary"))
    head = system.sql("SELECT head FROM log_head")
    done = system.ctl("put-in-force", "--landlord", LANDLORD, "--policy", changed, check=False)
    tap.check("a changed text of a version in force is refused before it is posted", done.returncode == 1 and
              "a changed pack needs a new version" in done.stderr and system.sql("SELECT head FROM log_head") == head, done.stdout + done.stderr)


def play(system):
    """A home in Wales, complained of and declined; a fact whose case nobody opened; a contact from before the policy."""
    token = system.token(LANDLORD)
    system.advance("2026-03-02T10:00:00Z")
    results = system.must_post([
        fact("ContactReceived", "2026-03-02T10:00:00Z", "1", {"nature": "complaint", "channel": "letter", "nation": "wales"}),
        fact("OfficerAssigned", "2026-03-02T10:00:00Z", "2", {"stage": 1, "officer": "E1"}, "SEVERN-AAAAA-AAAAA"),
        fact("ContactReceived", "2025-03-02T10:00:00Z", "3", {"nature": "complaint", "channel": "letter"})], token)
    case = results[0]["caseRef"]
    system.must_post(fact("ScopeDecided", "2026-03-02T10:00:00Z", "4", {
        "accepted": False, "ground": "legal-proceedings", "reasons": "It is before a court", "other_route": "the court",
        "ombudsman_right_told": True}, case), token)
    system.settle()
    return case, results[2]["caseRef"]


def check_reading(tap, system, case, early):
    status, out, _ = ctl(system, "case", case)
    tap.check("a case tells its kind", status == 0 and "opened as complaint [severn 2]" in out, out)
    tap.check("and the Ombudsman of the home", "to be told of the Ombudsman, wales (declined) [severn 7]" in out, out)
    status, out, _ = ctl(system, "case", "--all", case)
    tap.check("and whom a message goes to", "to be told to company-secretary by zeromq" in out, out)
    for name, ref in (("whose contact is not there yet", "SEVERN-AAAAA-AAAAA"), ("from before the policy", early)):
        status, out, _ = ctl(system, "case", ref)
        tap.check("a case " + name + " says that nothing was judged", status == 0 and "Nothing was judged of it" in out, out)
    status, _, err = ctl(system, "explain", case, "acknowlege")
    tap.check("a clock nobody knows: those there are", status == 1 and "its clocks are: acknowledge, answer, hear-from-us" in err, err)
    status, out, err = ctl(system, "figures", "--from", "2026-03-01", "--until", "2026-03-31")
    tap.check("figures are the key's own landlord's", status == 0 and "Putting It Right" in out, out + err)
    status, out, err = ctl(system, "figures", "--from", "1 March")
    tap.check("a day that is none is said", status == 2 and "a day is not written as" in err, err)
    status, out, _ = ctl(system, "register", "declined")
    tap.check("a register counts", status == 0 and "and why: 1\n" in out, out)
    status, out, _ = ctl(system, "register", "orders")
    tap.check("and says when it is empty", status == 0 and out.rstrip().endswith(": none"), out)
    done = system.ctl("put-in-force", "--landlord", LANDLORD, "--policy", policy_of("livin"))
    tap.check("another's pack is asked about", "for severn, the pack called livin: was that meant?" in done.stderr, done.stderr)


def main():
    tap = Tap()
    with System(sys.argv[1]) as system:
        system.start()
        arrive(tap, system)
        case, early = play(system)
        check_reading(tap, system, case, early)
        system.stop()
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
