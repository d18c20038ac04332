#!/usr/bin/python3
"""Works out the dates of deadlines-*.csv again, with Python's own zone and calendar arithmetic and nothing of Redress.

    deadlines.py            says which rows are wrong
    deadlines.py --write    fills in the column `due`

The limits stand here as the policies print them, so that a pack which says otherwise is found."""
import csv
import datetime
import json
import pathlib
import sys
import zoneinfo

HERE = pathlib.Path(__file__).parent
LONDON = zoneinfo.ZoneInfo("Europe/London")
UTC = datetime.timezone.utc
DAY = datetime.timedelta(days=1)
HOLIDAYS = {
    event["date"]
    for event in json.loads((HERE.parent.parent / "deploy/calendars/bank-holidays.json").read_text())["england-and-wales"]["events"]
}
WORKING_DAYS = {
    "livin": {
        "stage-1-acknowledge": 5,
        "stage-1-response": 10,
        "stage-2-request-window": 20,
        "stage-2-acknowledge": 5,
        "stage-2-response": 20,
    },
}


def works(day):
    return day.weekday() < 5 and day.isoformat() not in HOLIDAYS


def due(policy, clock, start):
    """The first instant after the last local day."""
    day = datetime.datetime.fromisoformat(start.replace("Z", "+00:00")).astimezone(LONDON).date()
    left = WORKING_DAYS[policy][clock]
    while left > 0:
        day += DAY
        left -= works(day)
    midnight = datetime.datetime.combine(day + DAY, datetime.time(), LONDON)
    return midnight.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def main():
    wrong = 0
    for path in sorted(HERE.glob("deadlines-*.csv")):
        rows = list(csv.DictReader(path.open()))
        for row in rows:
            found = due(row["policy"], row["clock"], row["from"])
            if found != row["due"] and "--write" not in sys.argv:
                print(f"{path.name}: {row['clock']} from {row['from']} is due {found}, not {row['due']}")
                wrong += 1
            row["due"] = found
        if "--write" in sys.argv:
            with path.open("w", newline="") as out:
                writer = csv.DictWriter(out, rows[0].keys(), lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
        else:
            print(f"{'ok' if wrong == 0 else 'not ok'} {path.name}: {len(rows)} dates")
    return wrong > 0


if __name__ == "__main__":
    sys.exit(main())
