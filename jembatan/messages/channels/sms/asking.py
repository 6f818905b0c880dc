"""A letter as a request of the gateway, and what its answer means."""

import json
from contextlib import suppress
from typing import Any

import aiohttp
from yarl import URL

from jembatan.gateway import Gateway, Rule, word_at
from jembatan.keyring import mac
from jembatan.messages.channels import Outcome
from jembatan.messages.channels.http import Answer, ask, broken
from jembatan.messages.channels.sms.words import compose
from jembatan.messages.letters import Letter
from jembatan.messages.workflow import Fault, Result


class Asking:
    """Everything that is the same for every letter, worked out once."""

    def __init__(self, gateway: Gateway, *, answered: bool) -> None:
        self.gateway, self.answered = gateway, answered
        self.reads = bool(gateway.id or gateway.ok.path or gateway.refused.path)
        self.url = None if gateway.url.names else URL(gateway.url.fill({}))
        self.here = mac("sms", "").hex()[:12]

    async def send(self, session: aiohttp.ClientSession, letter: Letter) -> Outcome:
        """`session` says the headers that are the same for all."""
        here, values = self.gateway, self._values(letter)
        headers = {here.key_header: values["key"]} if here.key_header else None
        body = here.body.fill(values).encode() if here.body else None
        answer = await ask(session, here.method, self.url or here.url.fill(values), data=body, headers=headers)
        return answer if isinstance(answer, Outcome) else self.verdict(answer, values["key"])

    def _values(self, letter: Letter) -> dict[str, str]:
        return {
            "to": letter.address,
            "digits": letter.address[1:],
            "local": f"0{letter.address[3:]}",
            "text": compose(letter.draft, "" if self.answered else letter.leave),
            "key": f"{letter.key}-{self.here}",  # that of no other installation with the same account
            "sender": self.gateway.sender,
        }

    def verdict(self, answer: Answer, key: str) -> Outcome:
        """A no to the letter is for ever; any other no is about us or the gateway, and the letter waits."""
        here, said = self.gateway, self._read(answer)
        if answer.status == 429:
            wait = answer.retry_after()
            return Outcome(Result.NOT_SENT, detail="HTTP 429", fault=Fault.THROTTLED, after=wait)
        if _matches(here.ok, answer, said, both=True):
            return Outcome(Result.ACCEPTED, provider_id=word_at(said, here.id)[:200] or key)
        if _matches(here.refused, answer, said, both=False):
            return Outcome(Result.REFUSED, detail=self._words(answer, said))
        if answer.status >= 500:
            return broken(answer)
        if answer.status in here.ok.codes and said is None:  # it may have been taken: there is no word to tell
            return Outcome(Result.UNKNOWN, detail="the answer cannot be read", fault=Fault.UNREACHABLE)
        return Outcome(Result.NOT_SENT, detail=self._words(answer, said), fault=Fault.UNREACHABLE)

    def _read(self, answer: Answer) -> Any:
        if self.reads:
            with suppress(ValueError, RecursionError):
                return json.loads(answer.body.decode(errors="replace"))
        return None

    def _words(self, answer: Answer, said: Any) -> str:
        """The status, and the gateway's word for it where that can be no telephone number."""
        word = word_at(said, self.gateway.ok.path)
        plain = len(word) <= 30 and word.isprintable() and sum(map(str.isdigit, word)) < 6
        return f"HTTP {answer.status} {word if plain else ''}".rstrip()


def _matches(rule: Rule, answer: Answer, said: Any, *, both: bool) -> bool:
    """By its status and its word, or by one of them."""
    status = answer.status in rule.codes
    if not rule.path:
        return status
    word = word_at(said, rule.path).casefold() in rule.words
    return (status and word) if both else (status or word)
