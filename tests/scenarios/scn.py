"""The scenario language: reads .scn files and turns their facts into CloudEvents. README.md tells the language."""

import datetime
import hashlib
import json
import pathlib
import re
import zoneinfo

LONDON = zoneinfo.ZoneInfo("Europe/London")
UTC = datetime.timezone.utc
HERE = pathlib.Path(__file__).resolve().parent
PROTO = HERE.parent.parent / "proto" / "redress" / "v1"
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
OPERATORS_FACTS = ("HolidayProclaimed",)
OPENING_FACTS = ("ContactReceived", "ComplimentReceived")
ASKED_OF_CLOCKS = ("Due", "Owed")
VERBS = ("must not", "must", "said", "withdrawn")
MEASURES = re.findall(r'X\(\w+, "([\w-]+)"', (HERE.parent.parent / "common" / "domain" / "measure.h").read_text())

DATED = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (\d{4}-\d\d-\d\d) (\d\d:\d\d(?::\d\d)?)(?: (GMT|BST))?(?=\s|$)"
)


class Wrong(Exception):
    """A scenario that cannot be read; the text says where and why."""


def utc_text(when):
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def end_of_day(date):
    """The first instant after a local day: from then on a date limit is late."""
    day = datetime.date.fromisoformat(date) + datetime.timedelta(days=1)
    return utc_text(datetime.datetime(day.year, day.month, day.day, tzinfo=LONDON))


def start_of_day(date):
    """The first instant of a local day."""
    return utc_text(datetime.datetime.fromisoformat(f"{date}T00:00").replace(tzinfo=LONDON))


def noon(date):
    """Noon of a local day."""
    return utc_text(datetime.datetime.fromisoformat(f"{date}T12:00").replace(tzinfo=LONDON))


def local_instant(weekday, date, clock, zone, where):
    when = datetime.datetime.fromisoformat(f"{date}T{clock}")
    if WEEKDAYS[when.weekday()] != weekday:
        raise Wrong(f"{where}: {date} is a {WEEKDAYS[when.weekday()]}, not a {weekday}")
    early, late = when.replace(tzinfo=LONDON), when.replace(tzinfo=LONDON, fold=1)
    if early.utcoffset() != late.utcoffset():
        if early.utcoffset() < late.utcoffset():
            raise Wrong(f"{where}: {date} {clock} does not exist: the clocks go forward over it")
        if zone is None:
            raise Wrong(f"{where}: {date} {clock} happens twice: say BST or GMT after it")
        return late if zone == "GMT" else early
    if zone is not None and early.tzname() != zone:
        raise Wrong(f"{where}: at {date} {clock} it is {early.tzname()}, not {zone}")
    return early


def minted(landlord, source, fact_id):
    """The case reference intake mints for a contact without one."""
    digest = hashlib.blake2b("\0".join((landlord, source, fact_id)).encode(), digest_size=32).digest()
    bits = int.from_bytes(digest, "big") >> (len(digest) * 8 - 50)
    text = "".join(CROCKFORD[(bits >> shift) & 31] for shift in range(45, -5, -5))
    return f"{landlord.upper()}-{text[:5]}-{text[5:]}"


class Vocabulary:
    """Messages and enums of the .proto files: just enough to check and write facts."""

    def __init__(self):
        self.messages, self.enums = {}, {}
        for name in ("landlord.proto", "envelope.proto", "routing.proto", "sla.proto", "notification.proto"):
            self.read((PROTO / name).read_text())

    def read(self, text):
        inside = []
        for line in re.sub(r"//.*", "", text).splitlines():
            line = line.strip()
            if opened := re.match(r"(message|enum|oneof) (\w+) \{", line):
                kind, name = opened.groups()
                if kind == "enum" and inside:
                    name = f"{inside[-1][1]}.{name}"
                inside.append((kind, name))
                if kind != "oneof":
                    (self.messages if kind == "message" else self.enums)[name] = {}
                if line.endswith("}"):
                    inside.pop()
            elif line == "}":
                inside.pop()
            elif value := re.match(r"(\w+) = (\d+);", line):
                if inside and inside[-1][0] == "enum":
                    self.enums[inside[-1][1]][value[1]] = int(value[2])
            elif field := re.match(r"(repeated )?([\w.]+) (\w+) = \d+;", line):
                owner = [name for kind, name in inside if kind == "message"][-1]
                self.messages[owner][field[3]] = (field[2], bool(field[1]))

    def enum_value(self, enum, short):
        wanted = short.upper().replace("-", "_")
        for name in self.enums[enum]:
            prefix = re.sub(r"(?<!^)(?=[A-Z])", "_", enum.split(".")[-1]).upper() + "_"
            if wanted == name or prefix + wanted == name:
                return name
        raise Wrong(f"{short} is no {enum}")

    def value(self, kind, value):
        """One scalar or message in proto3 JSON."""
        if kind in self.enums:
            return self.enum_value(kind, value)
        if kind in self.messages:
            if not isinstance(value, dict):
                raise Wrong(f"a {kind} is written {{...}}, or key by key with dots")
            return self.fields(kind, value)
        if kind == "bool":
            if isinstance(value, bool):
                return value
            if value not in ("yes", "no", "true", "false"):
                raise Wrong(f"yes or no, not {value}")
            return value in ("yes", "true")
        if kind.startswith("uint"):
            return int(value)
        if kind == "google.protobuf.Timestamp":
            when = datetime.datetime.fromisoformat(value)
            return utc_text(when if when.tzinfo else when.replace(tzinfo=LONDON))
        return str(value)

    def fields(self, message, values):
        out = {}
        for key, value in values.items():
            if key not in self.messages[message]:
                raise Wrong(f"{message} has no {key}")
            kind, repeated = self.messages[message][key]
            kind = f"{message}.{kind}" if f"{message}.{kind}" in self.enums else kind
            camel = re.sub(r"_(\w)", lambda found: found[1].upper(), key)
            try:
                if repeated:
                    out[camel] = [self.value(kind, each) for each in (value if isinstance(value, list) else [value])]
                else:
                    out[camel] = self.value(kind, value)
            except ValueError as error:
                raise Wrong(f"{key}: {error}") from None
        return out


VOCABULARY = Vocabulary()


def words_of(text, where):
    """`a b=c d.e="f g" h=[...]` as (key or None, value) pairs; stops at #."""
    out, at = [], 0
    while True:
        at += len(text[at:]) - len(text[at:].lstrip())
        if at == len(text) or text[at] == "#":
            return out
        key = re.compile(r"([A-Za-z_.]+)=").match(text, at)
        at = key.end() if key else at
        if text[at : at + 1] in ('"', "[", "{"):
            try:
                value, at = json.JSONDecoder().raw_decode(text, at)
            except ValueError as error:
                raise Wrong(f"{where}: {error}") from None
        else:
            bare = re.compile(r"\S*").match(text, at)
            value, at = bare[0], bare.end()
        out.append((key[1] if key else None, value))


class Fact:
    def __init__(self, where, kind, values, happened, heard):
        self.where, self.kind, self.happened, self.heard = where, kind, happened, heard
        nested = {}
        for key, value in values:
            into = nested
            *path, last = key.split(".")
            for part in path:
                into = into.setdefault(part, {})
            into[last] = value
        if kind not in VOCABULARY.messages:
            raise Wrong(f"{where}: there is no fact {kind}")
        try:
            self.data = VOCABULARY.fields(kind, nested)
        except Wrong as error:
            raise Wrong(f"{where}: {kind}: {error}") from None


class Expectation:
    """`verb type word key=value ...`, to hold when the clock stands at `at`."""

    def __init__(self, where, at, verb, kind, word, keys, text):
        self.where, self.at, self.verb, self.kind = where, at, verb, kind
        self.word, self.keys, self.text = word, keys, text


class Count:
    """`counts measure[/label] n`: what the case contributes to the figures in the end; without a label, of any."""

    def __init__(self, where, words, text):
        self.where, self.text = where, text
        if len(words) != 2 or any(key is not None for key, _ in words) or not words[1][1].isdigit():
            raise Wrong(f"{where}: counts MEASURE[/LABEL] N")
        self.measure, _, self.label = words[0][1].partition("/")
        if self.measure not in MEASURES:
            raise Wrong(f"{where}: there is no measure {self.measure}")
        self.number = int(words[1][1])

    def found(self, figures):
        return sum(
            figure["count"]
            for figure in figures
            if figure["measure"] == self.measure and self.label in ("", figure["label"])
        )


class Scenario:
    def __init__(self, path):
        self.path = pathlib.Path(path)
        self.name = f"{self.path.parent.name}/{self.path.stem}"
        self.source = f"scenario/{self.name}"
        self.header, self.facts, self.times, self.expectations, self.counts = {}, [], [], [], []
        self.read(self.path.read_text().splitlines())
        for needed in ("title", "landlord", "clauses", "rows"):
            if needed not in self.header:
                raise Wrong(f"{self.path}:1: the heading says no {needed}")
        self.landlord = self.header["landlord"]
        if not any(fact.kind in OPENING_FACTS for fact in self.facts):
            raise Wrong(f"{self.path}:1: no contact opens the case")
        if not self.expectations and not self.counts:
            raise Wrong(f"{self.path}:1: nothing is expected")
        self.number()

    @property
    def rows(self):
        return self.header["rows"].replace(",", " ").split()

    def read(self, lines):
        joined = []
        for number, line in enumerate(lines, 1):
            if line[:1] in (" ", "\t") and line.strip() and joined:
                joined[-1] = (joined[-1][0], joined[-1][1] + " " + line.strip())
            else:
                joined.append((number, line.rstrip()))
        heading = True
        for number, line in joined:
            where = f"{self.path}:{number}"
            if not line or line.startswith("#"):
                heading = heading and not self.header
            elif heading:
                key, colon, value = line.partition(":")
                if not colon:
                    raise Wrong(f"{where}: a heading line is `key: value`")
                self.header[key.strip()] = value.strip()
            elif DATED.match(line):
                if self.counts:
                    raise Wrong(f"{where}: counts are of the end: they stand last")
                self.read_dated(where, line)
            elif line.startswith("counts "):
                self.counts.append(Count(where, words_of(line[7:], where), line))
            else:
                self.read_expectation(where, line)

    def read_dated(self, where, line):
        found = DATED.match(line)
        happened = local_instant(*found.groups(), where)
        words = words_of(line[found.end() :], where)
        heard = happened
        bare = [index for index, word in enumerate(words) if word == (None, "heard")]
        if bare:
            when = DATED.search(line, line.rindex(" heard ") + 7)
            if not when:
                raise Wrong(f"{where}: heard Ddd YYYY-MM-DD HH:MM")
            heard = local_instant(*when.groups(), where)
            words = words[: bare[0]]
        if heard < happened:
            raise Wrong(f"{where}: heard before it happened")
        if self.times and heard < self.times[-1]:
            raise Wrong(f"{where}: lines stand in the order they are heard")
        self.times.append(heard)
        if words:
            if words[0][0] is not None:
                raise Wrong(f"{where}: the fact's name is missing")
            values = [(value, True) if key is None else (key, value) for key, value in words[1:]]
            self.facts.append(Fact(where, words[0][1], values, happened, heard))

    def read_expectation(self, where, line):
        for verb in VERBS:
            rest = re.match(verb.replace(" ", r"\s+") + r"\s+(?!not\b)", line)
            if rest:
                break
        else:
            raise Wrong(f"{where}: neither a dated line nor one of {', '.join(VERBS)}, counts")
        if not self.times:
            raise Wrong(f"{where}: nothing has happened yet")
        words = words_of(line[rest.end() :], where)
        kind, *others = words
        bare = [value for key, value in others if key is None]
        keys = {key: value for key, value in others if key is not None}
        if kind[0] or len(bare) > 1:
            raise Wrong(f"{where}: {verb} TYPE [WORD] [key=value ...]")
        if kind[1] not in ASKED_OF_CLOCKS and kind[1] not in VOCABULARY.messages:
            raise Wrong(f"{where}: there is no judgement {kind[1]}")
        self.expectations.append(
            Expectation(where, self.times[-1], verb, kind[1], bare[0] if bare else None, keys, line)
        )

    def number(self):
        """Ids in the order written, and the case's reference, which the contact's id decides."""
        for index, fact in enumerate(self.facts, 1):
            fact.id = f"{index:02d}"
        opening = next(fact for fact in self.facts if fact.kind in OPENING_FACTS)
        self.case = minted(self.landlord, self.source, opening.id)
        self.opening = opening

    def event(self, fact):
        event = {
            "specversion": "1.0",
            "type": f"redress.v1.{fact.kind}",
            "source": self.source,
            "id": fact.id,
            "time": utc_text(fact.happened),
            "landlord": "operator" if fact.kind in OPERATORS_FACTS else self.landlord,
        }
        if fact is not self.opening and fact.kind not in OPERATORS_FACTS:
            event["subject"] = self.case
        event["data"] = fact.data
        return event


def advanced(when):
    return {
        "specversion": "1.0",
        "type": "redress.v1.TimeAdvanced",
        "source": "clock",
        "id": utc_text(when),
        "time": utc_text(when),
        "landlord": "operator",
        "data": {"to": utc_text(when)},
    }


def timeline(scenarios):
    """All facts in the order heard, the clock set before each new instant."""
    heard = []
    for place, scenario in enumerate(scenarios):
        heard += [(when.astimezone(UTC), place, -1, None) for when in scenario.times]
        heard += [
            (fact.heard.astimezone(UTC), place, index, scenario.event(fact))
            for index, fact in enumerate(scenario.facts)
        ]
    now = None
    for when, _, _, event in sorted(heard, key=lambda each: each[:3]):
        if when != now:
            now = when
            yield advanced(when)
        if event:
            yield event


def reshuffled(scenario, order):
    """The scenario's facts, heard all at its end in another order."""
    yield advanced(scenario.times[-1])
    for fact in order(scenario.facts):
        yield scenario.event(fact)
