"""`jembatan prove` with real processes; and with each safeguard taken out in turn, when it has to fail."""

import json

import pytest
from click.testing import CliRunner

from jembatan.cli.proof.sabotage import SAFEGUARDS as ALL
from jembatan.cli.prove import SAFEGUARDS, prove
from jembatan.messages.engine import mark

WORKERS = "3"


def verdicts(*options: str) -> tuple[int, list[dict]]:
    said = CliRunner().invoke(prove, [*options, "--workers", WORKERS, "--json"], catch_exceptions=False)
    return said.exit_code, json.loads(said.stdout[said.stdout.index("[") :])


def test_workers_are_killed_and_nothing_is_lost_or_doubled():
    code, [keyed, plain] = verdicts("--kills", "11", "--contacts", "440")

    assert [one["provider"] for one in (keyed, plain)] == ["keyed", "plain"]
    for one in (keyed, plain):
        assert (one["kills"], one["lost"], one["quietly"], one["unbalanced"], one["stranded"]) == (11, 0, 0, 0, 0)
        assert one["samples"] >= 11
    assert (keyed["accepted"], keyed["doubled"], keyed["uncertain"]) == (440, 0, 0)
    assert plain["doubled"] + plain["uncertain"] <= 11 * plain["in_flight"]
    assert len(plain["uncertain_letters"]) == plain["uncertain"]
    assert code == 0


def test_a_safeguard_that_reads_otherwise_by_now_is_not_taken_out_in_silence(monkeypatch):
    monkeypatch.setattr(mark, "MARK", "UPDATE otherwise")

    with pytest.raises(LookupError, match="MARK"):
        ALL["token"]()


def test_every_safeguard_can_be_taken_out():
    assert list(ALL) == SAFEGUARDS


@pytest.mark.parametrize(
    ("safeguard", "sign"),
    [("lock", "quietly"), ("token", "quietly"), ("sending", "quietly"), ("sweeper", "lost")],
)
def test_without_a_safeguard_the_proof_fails(safeguard, sign, monkeypatch):
    monkeypatch.setenv("JEMBATAN_PROVE_PATIENCE", "8")

    code, [verdict] = verdicts("--kills", "5", "--contacts", "300", "--provider", "plain", "--without", safeguard)

    assert (code, verdict["holds"], verdict[sign] > 0) == (1, False, True)
