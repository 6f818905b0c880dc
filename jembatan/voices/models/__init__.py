"""The way up. A voice holds nothing of who said it: that is sealed apart, in `identity`."""

from jembatan.voices.models.answers import Answer, AnswerFile, Entry, Template
from jembatan.voices.models.dialogue import Dialogue
from jembatan.voices.models.history import Pause, Step
from jembatan.voices.models.identity import Follower, Identity, Unsealing
from jembatan.voices.models.paper import CallBack, Outcome, Paper
from jembatan.voices.models.phone import PhoneCode
from jembatan.voices.models.routing import Rule, Suggestion, Topic
from jembatan.voices.models.voice import Handler, Kind, Photo, Priority, Shown, Support, Voice

__all__ = [
    "Answer", "AnswerFile", "CallBack", "Dialogue", "Entry", "Follower", "Handler", "Identity", "Kind", "Outcome",
    "Paper", "Pause", "PhoneCode", "Photo", "Priority", "Rule", "Shown", "Step", "Suggestion", "Support", "Template",
    "Topic", "Unsealing", "Voice",
]  # fmt: skip
