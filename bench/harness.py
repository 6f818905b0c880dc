"""What every benchmark shares: our path and its yardstick in turns, in one run, and one line of JSON."""

import json
import statistics
import sys
import time
from collections.abc import Callable


def alternating(ours: Callable[[], float], yardstick: Callable[[], float], rounds: int) -> tuple[float, float]:
    """The median of each, both measured in every round, who begins changing: so a busy moment hits both."""
    mine, theirs = [], []
    for number in range(rounds):
        pair = [(mine, ours), (theirs, yardstick)]
        for results, measure in pair if number % 2 else reversed(pair):
            results.append(measure())
        print(f"  round {number + 1}: {mine[-1]:,.2f} and {theirs[-1]:,.2f}", file=sys.stderr)
    return statistics.median(mine), statistics.median(theirs)


def report(
    name: str, *, ratio: float, goal: float, ok: bool, ours: float, yardstick: float, unit: str, rounds: int
) -> None:
    line = {"name": name, "ratio": round(ratio, 3), "goal": goal, "ok": ok, "ours": round(ours, 2)}
    print(json.dumps(line | {"yardstick": round(yardstick, 2), "unit": unit, "rounds": rounds}), flush=True)


def seconds(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin
