"""Reads where Gammu's SMS daemon keeps its files from the environment, or ends the start: docs/channels/gammu.md."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jembatan.environment import rate, refuse

NAME = "JEMBATAN_GAMMU_"
KNOWN = {"FOLDER", "RATE", "REPORTS"}
FOLDERS = ("inbox", "outbox", "sent", "error")


@dataclass(frozen=True, slots=True)
class Modem:
    folder: Path
    rate: float  # letters a second into the outbox
    reports: bool  # ask the network for delivery reports


def read(environ: Mapping[str, str]) -> Modem | None:
    """The modem that the variables describe; None when there is no folder."""
    said = {name.removeprefix(NAME): value.strip() for name, value in environ.items() if name.startswith(NAME)}
    said = {name: value for name, value in said.items() if value}
    if unknown := sorted(set(said) - KNOWN):
        refuse(f"{NAME}{unknown[0]} tidak dikenal. Lihat docs/channels/gammu.md.")
    if "FOLDER" not in said:
        if said:
            refuse(f"{NAME}FOLDER kosong, sedangkan {NAME}{min(said)} terisi. Isi seperti /var/spool/gammu.")
        return None
    if said.get("REPORTS", "0") not in {"0", "1"}:
        refuse(f"{NAME}REPORTS={said['REPORTS']} tidak dikenal. Isi 0 atau 1.")
    speed = rate(f"{NAME}RATE", said.get("RATE", "0.5"))
    return Modem(_folder(said["FOLDER"]), speed or 0.5, said.get("REPORTS") == "1")


def _folder(value: str) -> Path:
    folder = Path(value)
    missing = [name for name in FOLDERS if not (folder / name).is_dir()]
    if not folder.is_absolute() or missing:
        refuse(f"{NAME}FOLDER={value} tidak berisi {', '.join(missing or FOLDERS)}. Isi seperti /var/spool/gammu.")
    return folder
