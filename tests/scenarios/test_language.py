#!/usr/bin/python3
"""What the scenario language must accept, refuse and notice, in TAP."""

import contextlib
import io
import json
import pathlib
import sys
import tempfile

import run
import scn
import standing

HEADING = "title: t\nlandlord: livin\nclauses: 8.9\nrows: clock/stage-1-acknowledge\n\n"
CONTACT = "Mon 2026-03-02 09:30  ContactReceived nature=complaint customer.ref=C1\n"
LATE = "2026-03-10T00:00:00Z"

results = []


def test(function):
    with tempfile.TemporaryDirectory() as folder:
        try:
            function(pathlib.Path(folder))
            results.append(True)
            print(f"ok {function.__name__}")
        except Exception as error:  # whatever it is, it is the test's failure
            results.append(False)
            print(f"not ok {function.__name__}\n# {type(error).__name__}: {error}")


def scenario(folder, text, name="case"):
    path = folder / f"{name}.scn"
    path.write_text(HEADING + text)
    return scn.Scenario(path)


def refused(folder, text, word):
    try:
        scenario(folder, text)
    except scn.Wrong as error:
        assert word in str(error), f"{error} does not say {word}"
        assert ":" in str(error).split(" ")[0], f"{error} names no line"
        return
    raise AssertionError(f"accepted: {text}")


def judgement(one, kind, clock, at, **data):
    return {
        "source": "redress/sla", "id": f"{one.case}/{clock}/1/{kind}/1", "type": f"redress.v1.{kind}", "time": at,
        "subject": one.case, "data": {"clock": {"clock": clock}, **data},
    }  # fmt: skip


def withdrawal(one, of, at):
    return judgement(one, "JudgementWithdrawn", "x", at) | {"data": {"withdrawnId": of["id"]}}


def failures(one, events):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        run.report(1, one, events, None)
    return out.getvalue()


@test
def refuses_what_cannot_be(folder):
    refused(folder, "Tue 2026-03-02 09:30  ContactReceived nature=complaint\nmust X\n", "is a Mon")
    refused(folder, "Sun 2026-03-29 01:30  ContactReceived nature=complaint\n", "does not exist")
    refused(folder, "Sun 2026-10-25 01:30  ContactReceived nature=complaint\n", "happens twice")
    refused(folder, "Mon 2026-03-02 09:30  ContactRecieved nature=complaint\n", "no fact")
    refused(folder, "Mon 2026-03-02 09:30  ContactReceived natures=complaint\n", "has no natures")
    refused(folder, "Mon 2026-03-02 09:30  ContactReceived nature=complain\n", "is no Nature")
    refused(folder, CONTACT + "Sun 2026-03-01 09:30  CaseWithdrawn\n", "order they are heard")
    refused(folder, CONTACT + "Tue 2026-03-03 09:30  CaseWithdrawn heard Mon 2026-03-02 10:00\n", "before it happened")
    refused(folder, CONTACT + "should ClockMet\n", "neither")
    refused(folder, CONTACT + "must ClockMeet\n", "no judgement")
    refused(folder, CONTACT, "nothing is expected")


@test
def writes_facts_as_cloudevents(folder):
    one = scenario(folder, CONTACT + "Fri 2026-03-27 12:00  CaseClosed reason=not_cooperating\nmust CaseOpened\n"
                   "Mon 2026-03-30 12:00\n")  # fmt: skip
    events = list(scn.timeline([one]))
    assert [event["type"].split(".")[-1] for event in events] == [
        "TimeAdvanced", "ContactReceived", "TimeAdvanced", "CaseClosed", "TimeAdvanced",
    ]  # fmt: skip
    assert events[1]["data"] == {"nature": "NATURE_COMPLAINT", "customer": {"ref": "C1"}}, events[1]
    assert "subject" not in events[1] and events[3]["subject"] == one.case
    assert events[3]["data"] == {"reason": "REASON_NOT_COOPERATING"}, events[3]
    assert events[4]["data"] == {"to": "2026-03-30T11:00:00Z"}, events[4]


@test
def one_timeline_in_the_order_heard(folder):
    late = "Mon 2026-03-02 10:00  CaseWithdrawn heard Wed 2026-03-04 10:00\nmust CaseOpened\n"
    pair = [scenario(folder, CONTACT + late, name) for name in ("a", "b")]
    events = list(scn.timeline(pair))
    clock = [event["time"] for event in events if event["type"].endswith("TimeAdvanced")]
    assert clock == ["2026-03-02T09:30:00Z", "2026-03-04T10:00:00Z"], clock
    assert [event["time"] for event in events if event["type"].endswith("Withdrawn")] == ["2026-03-02T10:00:00Z"] * 2
    assert pair[0].case != pair[1].case


@test
def last_days_end_at_local_midnight(_):
    assert scn.end_of_day("2027-01-04") == "2027-01-05T00:00:00Z"
    assert scn.end_of_day("2026-06-10") == "2026-06-10T23:00:00Z"
    assert scn.end_of_day("2026-03-28") == "2026-03-29T00:00:00Z"
    assert scn.end_of_day("2026-03-29") == "2026-03-29T23:00:00Z"


@test
def says_what_does_not_hold(folder):
    one = scenario(folder, CONTACT + "must ClockStarted a due=2026-03-09\nTue 2026-03-10 00:00\n"
                   "must ClockMissed a\nmust not ClockMet\n")  # fmt: skip
    started = judgement(one, "ClockStarted", "a", "2026-03-02T09:30:00Z", dueAt="2026-03-10T00:00:00Z")
    missed = judgement(one, "ClockMissed", "a", LATE)
    assert failures(one, [started, missed]).startswith("ok")
    wrong = failures(one, [{**started, "data": {"clock": {"clock": "a"}, "dueAt": "2026-03-11T00:00:00Z"}}, missed])
    assert "not ok" in wrong and "case.scn:7:" in wrong and "due=2026-03-11" in wrong, wrong
    assert "not ok" in failures(one, [started])
    assert "not ok" in failures(one, [started, missed, judgement(one, "ClockMet", "a", LATE)])
    assert "not ok" in failures(one, [started | {"time": "2026-03-02T09:30:01Z"}, missed])
    assert "not ok" in failures(one, [])


@test
def knows_what_was_taken_back(folder):
    one = scenario(folder, CONTACT + "Tue 2026-03-10 00:00\nmust ClockMissed\nWed 2026-03-11 00:00\n"
                   "withdrawn ClockMissed\nsaid ClockMissed\nmust not ClockMissed\n")  # fmt: skip
    missed = judgement(one, "ClockMissed", "a", LATE)
    assert failures(one, [missed, withdrawal(one, missed, "2026-03-11T00:00:00Z")]).startswith("ok")
    assert failures(one, [missed]).count("case.scn") == 2
    assert failures(one, [missed, withdrawal(one, missed, LATE)]).count("case.scn") == 1


@test
def tells_what_is_owed(folder):
    one = scenario(folder, CONTACT + "Tue 2026-03-10 00:00\nmust Due a due=2026-03-13\nmust not Owed a\nmust Owed b\n")
    events = [
        judgement(one, "ClockStarted", "a", "2026-03-02T09:30:00Z", dueAt="2026-03-10T00:00:00Z"),
        judgement(one, "ClockMoved", "a", "2026-03-03T09:30:00Z", dueAt="2026-03-14T00:00:00Z"),
        judgement(one, "ClockStarted", "b", "2026-03-02T09:30:00Z", dueAt="2026-03-10T00:00:00Z"),
        judgement(one, "ClockMet", "a", "2026-03-04T09:30:00Z"),
    ]
    assert failures(one, events).startswith("ok"), failures(one, events)
    assert "not ok" in failures(one, events[:3])


@test
def compares_to_the_letter(folder):
    one = scenario(folder, CONTACT + "must CaseOpened\n")
    events = [judgement(one, "ClockStarted", clock, LATE) for clock in "ab"]

    def same(left, right):
        paths = [folder / "left", folder / "right"]
        for path, side in zip(paths, (left, right)):
            path.write_text("".join(json.dumps(event) + "\n" for event in side))
        with contextlib.redirect_stdout(io.StringIO()):
            return run.compare(*paths)

    assert same(events, events)
    assert same(events, [events[0] | {"source": "redress/notification"}, *events])
    assert not same(events, events[::-1])
    assert not same(events, events[:1])
    assert not same(events, [events[0], events[1] | {"time": "2026-03-10T00:00:01Z"}])


print(f"1..{len(results)}")
sys.exit(not all(results))
