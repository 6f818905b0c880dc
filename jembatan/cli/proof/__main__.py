"""The proof in a process of its own, on the database that DATABASE_URL names: `jembatan prove` starts it."""

import argparse
import json
import sys
from pathlib import Path

import django
from django.core.management import call_command


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    for name in ("kills", "contacts", "workers"):
        parser.add_argument(f"--{name}", type=int, required=True)
    parser.add_argument("--keyed", action="store_true")
    parser.add_argument("--without", default="")
    return parser.parse_args()


def main() -> None:
    given = arguments()
    django.setup()
    call_command("migrate", verbosity=0)
    from jembatan.cli.proof.trial import Trial

    trial = Trial(
        given.folder,
        kills=given.kills,
        contacts=given.contacts,
        workers=given.workers,
        keyed=given.keyed,
        safeguard=given.without,
    )
    verdict = trial.run(lambda kill: print(f"kill {kill}", file=sys.stderr, flush=True))
    print(json.dumps(verdict.as_json()))


if __name__ == "__main__":
    main()
