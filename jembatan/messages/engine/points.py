"""Named points of the way, in the order in which a letter passes them. `jembatan prove` kills a worker there."""

POINTS = (
    "chunk locked",
    "chunk closed",  # committed
    "claimed",  # committed
    "marked",  # committed, before the bytes
    "answered",  # by the provider, before our own commit
    "settled",  # committed
    "sweeping",  # inside the sweeper
)


def reach(_point: str) -> None:
    """Nothing happens here in earnest."""
