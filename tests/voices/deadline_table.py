"""Makes deadlines.csv: `python -m tests.voices.deadline_table > tests/voices/deadlines.csv`.

It imports nothing of ours, and counts in another way: it writes down every working day of three years in a row and
takes the one that stands so many places after the start. The days off were typed from the ministers' decrees:
2025 — SKB 1017/2024, 2/2024, 2/2024 with its change SKB 933/2025, 1/2025, 3/2025 (18 August);
2026 — SKB 1497/2025, 2/2025, 5/2025; 2027 — SKB 1205/2026, 3/2026, 2/2026. No deadline lies after 25 January 2028: that
year had no decree when this was made, and New Year's Day is its only day off until then.
"""

import csv
import random
import sys
from datetime import date, timedelta

DECREED = """
2025-01-01 2025-01-27 2025-01-28 2025-01-29 2025-03-28 2025-03-29 2025-03-31 2025-04-01 2025-04-02 2025-04-03
2025-04-04 2025-04-07 2025-04-18 2025-04-20 2025-05-01 2025-05-12 2025-05-13 2025-05-29 2025-05-30 2025-06-01
2025-06-06 2025-06-09 2025-06-27 2025-08-17 2025-08-18 2025-09-05 2025-12-25 2025-12-26
2026-01-01 2026-01-16 2026-02-16 2026-02-17 2026-03-18 2026-03-19 2026-03-20 2026-03-21 2026-03-22 2026-03-23
2026-03-24 2026-04-03 2026-04-05 2026-05-01 2026-05-14 2026-05-15 2026-05-27 2026-05-28 2026-05-31 2026-06-01
2026-06-16 2026-08-17 2026-08-25 2026-12-24 2026-12-25
2027-01-01 2027-01-05 2027-02-05 2027-02-06 2027-03-08 2027-03-09 2027-03-10 2027-03-11 2027-03-12 2027-03-15
2027-03-25 2027-03-26 2027-03-28 2027-05-01 2027-05-06 2027-05-17 2027-05-18 2027-05-19 2027-05-20 2027-06-01
2027-06-06 2027-08-15 2027-08-17 2027-12-24 2027-12-25 2027-12-26
2028-01-01
"""
OFF = DECREED.split()
DAYS = {"verify": 3, "first_reply": 5, "information": 5, "complaint": 14, "field_check": 60, "closes": 10, "formal": 10}
DAYS |= {"formal+extension": 17}
EVERY = [date(2024, 12, 28) + timedelta(n) for n in range(1300)]
WORKING = [day for day in EVERY if day.strftime("%a") not in ("Sat", "Sun") and day.isoformat() not in OFF]
# Days around which something happens: before, in and after the blocks of Lebaran, and the ends of the years.
LEBARAN = ["2025-03-20", "2025-03-27", "2025-03-28", "2025-04-01", "2025-04-07", "2025-04-08"]
LEBARAN += ["2026-03-12", "2026-03-17", "2026-03-18", "2026-03-21", "2026-03-24", "2026-03-25"]
LEBARAN += ["2027-03-01", "2027-03-05", "2027-03-08", "2027-03-13", "2027-03-15", "2027-03-16"]
YEAR_END = ["2025-12-12", "2025-12-24", "2025-12-31", "2026-12-11", "2026-12-23", "2026-12-31", "2027-10-04"]
YEAR_END += ["2027-12-10", "2027-12-23", "2027-12-31"]

LAST = date(2028, 1, 25)

Span = tuple[date, date]


def expected(start: date, days: int, pauses: list[Span]) -> date:
    stood_still = {day for begin, end in pauses for day in EVERY if begin <= day < end and day >= start}
    ahead = [day for day in WORKING if day > start]
    return ahead[days + len([day for day in WORKING if day in stood_still]) - 1]


def cases() -> list[tuple[str, date, str, list[Span]]]:
    drawn = random.Random(2027)
    found = [("lebaran", date.fromisoformat(day), name, []) for day in LEBARAN for name in DAYS if name != "verify"]
    found = found[::2]
    found += [("year end", date.fromisoformat(day), name, []) for day in YEAR_END for name in list(DAYS)[::2]]
    found += [("weekend", date(2025 + n % 3, 2 + n % 9, 1) + _to_saturday(n), "complaint", []) for n in range(10)]
    found = [case for case in found if expected(case[1], DAYS[case[2]], []) <= LAST]
    while len(found) < 200:
        start, name = date(2025, 1, 1) + timedelta(drawn.randrange(1000)), drawn.choice(list(DAYS))
        pauses = _pauses(start, drawn)
        if expected(start, DAYS[name], pauses) <= LAST:
            found.append(("pauses", start, name, pauses))
    return found


def _to_saturday(n: int) -> timedelta:
    first = date(2025 + n % 3, 2 + n % 9, 1)
    return timedelta((5 - first.weekday()) % 7 + n % 2)


def _pauses(start: date, drawn: random.Random) -> list[Span]:
    """One to three; some touch or overlap, some are empty, some begin on the first day or before it."""
    found = []
    for _each in range(drawn.randint(1, 3)):
        begin = start + timedelta(drawn.choice([-3, 0, 1, 2, 5, 9, 12, 20]))
        found.append((begin, begin + timedelta(drawn.choice([0, 1, 2, 3, 7, 10, 14, 25]))))
    return found


def main() -> None:
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["about", "start", "limit", "days", "pauses", "deadline"])
    for about, start, name, pauses in cases():
        spans = " ".join(f"{begin}/{end}" for begin, end in pauses)
        out.writerow([about, start, name, DAYS[name], spans, expected(start, DAYS[name], pauses)])


if __name__ == "__main__":
    main()
