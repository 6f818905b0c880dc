"""Publishing to every village of the nation: time and memory, beside the bare inserts in the same run.

Builds its own database (`bench_publish`) on the server in use and drops it at the end.
"""

import resource
import time
from collections.abc import Callable

from own_database import own_database


def timed(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    with own_database("bench_publish"):
        import nation

        from jembatan.relays import publishing
        from jembatan.relays.models import Relay
        from jembatan.releases.actions import Content, draft

        print(f"load all Indonesia and its groups: {timed(nation.build):.1f} s, peak {peak_mib():.0f} MiB")
        from jembatan.areas.models import Area

        text = Content(title="Uji", short="Uji", body="Uji", targets=["0"])
        release = draft(content=text, area=Area.objects.root(), by=None)
        seconds = timed(lambda: publishing.publish(release=release, by=None))
        print(f"publish to {Relay.objects.count():,} villages: {seconds:.1f} s, peak {peak_mib():.0f} MiB")
        board(release)


def board(release: object) -> None:
    from board import measure

    measure(release)


if __name__ == "__main__":
    main()
