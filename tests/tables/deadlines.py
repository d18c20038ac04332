#!/usr/bin/python3
"""Works out the dates of deadlines*.csv again, with Python's own zone and calendar arithmetic and nothing of Redress, and asks Redress for
them too, as a customer would: redressctl deadline --batch.

    deadlines.py [REDRESSCTL]    says which rows are wrong
    deadlines.py --write         fills in the column `due` of deadlines-*.csv

The limits stand here as the policies print them, so that a pack which says otherwise is found. deadlines.csv is the customer's, word for
word; where ../shared lies beside the tree, it is held against that."""
import csv
import datetime
import json
import pathlib
import random
import subprocess
import sys
import zoneinfo

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
CUSTOMERS = ROOT.parent / "shared/tables/deadlines.csv"
LONDON = zoneinfo.ZoneInfo("Europe/London")
UTC = datetime.timezone.utc
DAY = datetime.timedelta(days=1)
HOUR = datetime.timedelta(hours=1)
ANYWHERE = 250  # instants for each clock
OPENS, CLOSES = datetime.time(9), datetime.time(17)
HOLIDAYS = {event["date"] for event in json.loads((ROOT / "deploy/calendars/bank-holidays.json").read_text())["england-and-wales"]["events"]}
LIMITS = {
    "lmh": {"right-in-five": (5, "working days"), "resolve-in-ten": (10, "working days"), "appeal-outcome": (20, "working days")},
    "ccf": {"immediate-resolution": (24, "hours"), "stage-1-response": (5, "working days"), "stage-2-response": (7, "days")},
    "lgah": {"contact": (2, "working hours"), "stage-1-response": (5, "working days"), "stage-2-response": (10, "working days")},
    "livin": {
        "stage-1-acknowledge": (5, "working days"),
        "stage-1-response": (10, "working days"),
        "stage-2-request-window": (20, "working days"),
        "stage-2-acknowledge": (5, "working days"),
        "stage-2-response": (20, "working days"),
    },
    "lhp": {
        "stage-1-contact": (5, "working days"),
        "stage-1-response": (10, "working days"),
        "stage-2-response": (20, "working days"),
        "ombudsman-evidence": (15, "working days"),
    },
    "code-2024": {
        "stage-1-acknowledge": (5, "working days"),
        "stage-1-response": (10, "working days"),
        "stage-2-acknowledge": (5, "working days"),
        "stage-2-response": (20, "working days"),
    },
}


def works(day):
    return day.weekday() < 5 and day.isoformat() not in HOLIDAYS


def local(day, time):
    return datetime.datetime.combine(day, time, LONDON).astimezone(UTC)


def working_hours_after(start, hours):
    """Hour by hour from opening to closing, on days that are worked."""
    left, day = hours * HOUR, start.astimezone(LONDON).date()
    while True:
        begin, end = max(start, local(day, OPENS)), local(day, CLOSES)
        if works(day) and begin < end:
            if end - begin >= left:
                return begin + left
            left -= end - begin
        day += DAY


def due(policy, clock, start):
    """The first instant that is late; of days, the midnight after the last."""
    count, unit = LIMITS[policy][clock]
    start = datetime.datetime.fromisoformat(start.replace("Z", "+00:00"))
    if unit == "hours":
        return start + count * HOUR
    if unit == "working hours":
        return working_hours_after(start, count)
    day = start.astimezone(LONDON).date()
    while count > 0:
        day += DAY
        count -= 1 if unit == "days" else works(day)
    return local(day + DAY, datetime.time())


def printed(instant):
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


def say(wrong, what):
    print(f"{'not ok' if wrong else 'ok'} {what}")
    for each in wrong[:20]:
        print(f"#   {each}")
    return not wrong


def asked(redressctl, rows):
    """The same rows as `redressctl deadline --batch` gives them back."""
    question = "".join(f"{row['policy']},{row['clock']},{row['from']}\n" for row in rows)
    done = subprocess.run([redressctl, "deadline", "--batch"], input=question, capture_output=True, text=True)
    return done.stdout.splitlines() + done.stderr.splitlines()


def check_batch(redressctl, rows, what):
    wanted = [f"{row['policy']},{row['clock']},{row['from']},{row['due']}" for row in rows]
    said = asked(redressctl, rows)
    wrong = [f"{one}, not {other}" for one, other in zip(said, wanted) if one != other]
    return say(wrong + said[len(wanted) :] + wanted[len(said) :], f"{what} by redressctl deadline --batch")


def check(path, redressctl):
    rows = list(csv.DictReader(path.open()))
    found = [printed(due(row["policy"], row["clock"], row["from"])) for row in rows]
    good = say([f"{row['policy']} {row['clock']} from {row['from']} is due {date}" for row, date in zip(rows, found) if date != row["due"]],
        f"{path.name}: {len(rows)} dates, worked out apart")
    return (not redressctl or check_batch(redressctl, rows, f"{path.name}: {len(rows)} dates")) and good


def check_anywhere(redressctl):
    """Every clock from instants at random, the same ones on each run."""
    dice, rows = random.Random(2018), []
    first, last = (datetime.datetime(*date, tzinfo=UTC) for date in ((2018, 1, 1), (2028, 10, 31)))
    for policy, clocks in LIMITS.items():
        for clock in clocks:
            for _ in range(ANYWHERE):
                start = printed(first + datetime.timedelta(seconds=dice.randrange(int((last - first).total_seconds()))))
                rows.append({"policy": policy, "clock": clock, "from": start, "due": printed(due(policy, clock, start))})
    return check_batch(redressctl, rows, f"{len(rows)} dates from instants at random")


def write(path):
    rows = list(csv.DictReader(path.open()))
    for row in rows:
        row["due"] = printed(due(row["policy"], row["clock"], row["from"]))
    with path.open("w", newline="") as out:
        writer = csv.DictWriter(out, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main(arguments):
    if arguments == ["--write"]:
        for path in HERE.glob("deadlines-*.csv"):
            write(path)
        return True
    good = True
    for path in sorted(HERE.glob("deadlines*.csv")):
        good &= check(path, arguments[0] if arguments else None)
    if arguments:
        good &= check_anywhere(arguments[0])
    if CUSTOMERS.exists():
        good &= say([] if CUSTOMERS.read_bytes() == (HERE / "deadlines.csv").read_bytes() else ["they differ"], "deadlines.csv is the customer's")
    else:
        print("ok deadlines.csv is the customer's # SKIP ../shared/tables is not here")
    return good


if __name__ == "__main__":
    sys.exit(not main(sys.argv[1:]))
