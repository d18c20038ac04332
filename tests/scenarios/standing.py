"""What has been said of a case, what of it stands, and whether that is what a scenario expects."""

import datetime
import json
import re

import scn

# Of each judgement, what the first word after its name is: a path into its data.
WORD = {
    "CaseOpened": ("kind",),
    "CaseDeclined": ("ground",),
    "CaseReferred": ("toRole",),
    "CaseAssigned": ("role",),
    "StageOpened": ("stage",),
    "OmbudsmanSignposted": ("why",),
    "NonComplianceFound": ("condition",),
    "JudgementWithdrawn": ("withdrawnType",),
    "MessageQueued": ("aboutType",),
    "IssueJoined": ("stage",),
    "AdvocacySignposted": ("why",),
    "SurveyDue": ("why",),
    "HearingScheduled": ("why",),
    "HearingCancelled": ("why",),
}
CLOCK = ("clock", "clock")

# Keys of an expectation: every path at which the value may stand.
KEYS = {
    "clock": (CLOCK,),
    "stage": (("stage",), ("clock", "stage")),
    "ref": (("clock", "ref"), ("about", "ref")),
    "instance": (("clock", "instance"),),
    "clause": (("basis", "clause"),),
    "rule": (("basis", "rule"),),
    "pack": (("basis", "pack"),),
    "decision": (("basis", "decision"),),
    "revision": (("basis", "revision"),),
    "to": (("toRole",), ("to",)),
    "role": (("role",), ("clock", "ownerRole"), ("toRole",)),
    "owner": (("clock", "owner"),),
    "officer": (("officer",),),
    "kind": (("kind",),),
    "service_area": (("serviceArea",), ("basis", "further", "serviceArea"), ("to",)),
    "word": (("why",), ("condition",), ("ground",)),
    "why": (("why",),),
    "condition": (("condition",),),
    "ground": (("ground",),),
    "grounds": (("grounds",),),
    "step": (("step",),),
    "because": (("because", "id"),),
    "provisional": (("provisional",),),
    "late": (("late",),),
    "customers": (("clock", "customers"),),
    "day_zero": (("derivation", "dayZero"),),
    "days": (("derivation", "count"),),
    "unit": (("derivation", "unit"),),
    "due": (("dueAt",),),
    "was": (("oldDueAt",),),
    "at": (
        ("metAt",), ("warnedAt",), ("openedAt",), ("declinedAt",), ("referredAt",), ("assignedAt",), ("stoppedAt",),
        ("escalatedAt",), ("signpostedAt",), ("foundAt",), ("receivedAt",),
        ("scheduledAt",), ("cancelledAt",), ("suspendedAt",), ("movedAt",), ("joinedAt",), ("askedFrom",),
    ),
    "held": (("heldAt",),),
    "organisation": (("organisation",),),
    "carried": (("carriedOver",),),
    "ombudsman": (("ombudsman",),),
    "skipped": (("derivation", "skipped"),),
    "count": (),
}  # fmt: skip
# What a judgement may keep from when it was first said, though another would now be as good.
SAID_ANEW = ("decidedAt", "revision", "facts")
DATES = ("due", "was")


def reach(data, path):
    for part in path:
        data = data.get(part) if isinstance(data, dict) else None
    return data


def plain(value):
    """A JSON value in the words of a scenario."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    if re.match(r"\d{4}-\d\d-\d\dT", text):
        return scn.utc_text(datetime.datetime.fromisoformat(text))
    if found := re.fullmatch(r"(?:CASE_KIND|EXCLUSION_GROUND)_([A-Z_]+)", text):
        return found[1].lower().replace("_", "-")
    return re.sub(r"^redress\.v1\.", "", text)


class Said:
    """One judgement: its event as exported, and the place of it in what was said."""

    def __init__(self, event, place):
        self.kind = event["type"].removeprefix("redress.v1.")
        self.data, self.id, self.at, self.place = event.get("data", {}), event["id"], plain(event["time"]), place
        self.until = None

    def stands(self, at):
        return self.at <= at and (self.until is None or self.until > at)

    def clock_key(self):
        clock = self.data.get("clock", {})
        return tuple(plain(clock.get(part)) for part in ("clock", "stage", "instance", "ref"))

    def matches(self, word, keys):
        if word is not None and plain(reach(self.data, WORD.get(self.kind, CLOCK))) != word:
            return False
        return all(self.matches_key(key, str(value)) for key, value in keys.items() if key != "count")

    def matches_key(self, key, value):
        if key not in KEYS:
            raise scn.Wrong(f"no judgement has a {key}; known are {', '.join(KEYS)}")
        if key == "skipped":
            skipped = reach(self.data, KEYS[key][0]) or []
            known = {each.get(part) for each in skipped for part in ("date", "why")}
            return all(each in known for each in value.split(","))
        if key in DATES and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            value = scn.end_of_day(value)
        if key == "held":
            value = scn.start_of_day(value)
        held = [plain(reach(self.data, path)) for path in KEYS[key]]
        if value in ("yes", "no"):
            held = [each or "no" for each in held]
        if value == "0":
            held = [each or "0" for each in held]
        return value in held

    def __str__(self):
        data = self.data
        parts = [self.kind, plain(reach(data, WORD.get(self.kind, CLOCK)))]
        for key in ("stage", "ref", "due", "was", "why", "to", "officer", "step", "provisional", "late", "held", "at",
                    "message", "clause"):  # fmt: skip
            path = KEYS[key] if key in KEYS else ((key,),)
            held = [plain(reach(data, each)) for each in path]
            held = [each for each in held if each not in ("", "no", "0")]
            if held and held[0] not in parts:
                parts.append(f"{key}={held[0]}")
        if self.until:
            parts.append(f"(withdrawn {self.until})")
        return f"{self.at} " + " ".join(parts)


def said_of(events):
    """Judgements of one case in the order said, each knowing when it was taken back."""
    said, by_id = [], {}
    for event in events:
        if not re.match(r"redress/", event["source"]):
            continue
        one = Said(event, len(said))
        if one.kind == "JudgementWithdrawn":
            taken = by_id.get(one.data.get("withdrawnId"))
            if taken is None:
                raise scn.Wrong(f"{event['id']} withdraws {one.data.get('withdrawnId')}, which was never said")
            taken.until = one.at
        by_id[one.id] = one
        said.append(one)
    return said


def dues(said, at):
    """Of each clock, the last word on when it is due."""
    last = {}
    for one in said:
        if one.kind in ("ClockStarted", "ClockMoved") and one.stands(at):
            last[one.clock_key()] = one
    return list(last.values())


def owed(said, at):
    """Of each clock neither met nor stopped, the last word on when it is due."""
    ended = {one.clock_key() for one in said if one.kind in ("ClockMet", "ClockStopped") and one.stands(at)}
    return [one for one in dues(said, at) if one.clock_key() not in ended]


def standing_set(events, at):
    """What stands, warnings aside, without when and in which revision it was said."""
    said = set()
    for one in said_of(events):
        if one.stands(at) and one.kind not in ("ClockWarned", "JudgementWithdrawn"):
            data = {**one.data, "derivation": {**one.data.get("derivation", {}), "calendarVersion": ""}}
            basis = {key: value for key, value in one.data.get("basis", {}).items() if key not in SAID_ANEW}
            said.add(f"{one.kind} {json.dumps(data | {'basis': basis}, sort_keys=True, ensure_ascii=False)}")
    return said


def check(expectation, said):
    """None when it holds, else what is wrong, and what there was instead."""
    at = scn.utc_text(expectation.at)
    if expectation.kind in scn.ASKED_OF_CLOCKS:
        related = {"Due": dues, "Owed": owed}[expectation.kind](said, at)
    else:
        related = [one for one in said if one.kind == expectation.kind and one.at <= at]
    matching = [one for one in related if one.matches(expectation.word, expectation.keys)]
    standing = [one for one in matching if one.stands(at)]
    wanted = expectation.keys.get("count")
    if expectation.verb == "must":
        right = len(standing) == int(wanted) if wanted is not None else bool(standing)
    elif expectation.verb == "must not":
        right = not standing
    elif expectation.verb == "said":
        right = len(matching) == int(wanted) if wanted is not None else bool(matching)
    else:
        right = any(not one.stands(at) for one in matching) and not standing
    if right:
        return None
    same_word = [one for one in related if expectation.word is None or one.matches(expectation.word, {})]
    return matching or same_word or related
