"""What happens to a voice of the demo, by its age: acts with the days before each."""

from random import Random

from jembatan.voices.models import Voice
from jembatan.voices.workflow import Act

Path = list[tuple[Act, float]]

IN = [(Act.VERIFY, 1.0), (Act.MODERATE, 0.1)]
TO_OFFICE = [*IN, (Act.FORWARD, 0.2)]
ENDINGS: list[tuple[int, int, Path]] = [  # weight, days it takes, what happens
    (34, 16, [*TO_OFFICE, (Act.REPLY, 3), (Act.ANSWER, 5), (Act.CLOSE, 3)]),
    (18, 24, [*TO_OFFICE, (Act.ANSWER, 6), (Act.CLOSE, 16)]),
    (12, 10, [*TO_OFFICE, (Act.NOTE, 1), (Act.ANSWER, 5)]),
    (6, 18, [*TO_OFFICE, (Act.ASK, 2), (Act.TELL, 2), (Act.ANSWER, 4), (Act.CLOSE, 2)]),
    (6, 5, [*TO_OFFICE, (Act.ASK, 2)]),
    (5, 6, [*TO_OFFICE, (Act.POSTPONE, 4)]),
    (5, 5, [*TO_OFFICE, (Act.PASS_ON, 2)]),
    (5, 22, [*TO_OFFICE, (Act.ANSWER, 7), (Act.REOPEN, 5)]),
    (5, 26, [*TO_OFFICE, (Act.OVERDUE, 23)]),
    (7, 3, TO_OFFICE),  # some of these are merged
    (2, 2, [(Act.ARCHIVE, 1)]),
]


def path_for(voice: Voice, age: int, random: Random) -> Path:
    """One that fits in so many days; the newest ones wait. Hidden ones go to their office and nowhere else."""
    if age < 1:
        return []
    if voice.about_official or voice.confidential:
        return _hidden(age)
    if age < 4:
        return random.choice([[], IN, IN, TO_OFFICE])
    fitting = [(weight, path) for weight, days, path in ENDINGS if days <= age and (path is not TO_OFFICE or age < 12)]
    return random.choices([one for _, one in fitting], [weight for weight, _ in fitting])[0]


def _hidden(age: int) -> Path:
    begin: Path = [(Act.FORWARD, 0.5), (Act.REPLY, 0.5)]
    return begin if age < 20 else [*begin, (Act.ANSWER, 8.0)]
