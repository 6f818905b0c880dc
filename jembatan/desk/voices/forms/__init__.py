"""One form for each act. `FORMS` is the order in which a page offers them."""

from jembatan.desk.voices.forms import answering, closing, moving, people, showing, understanding
from jembatan.desk.voices.forms.base import ActForm

ALL: list[type[ActForm]] = [
    understanding.Admit, understanding.Verify, moving.Forward, answering.Answer, moving.Follow, answering.Reply,
    moving.Ask, moving.Postpone, moving.Resume, answering.Close, answering.Reopen, moving.PassOn, moving.Raise,
    closing.Merge, closing.Split, showing.Moderate, showing.MakeEntry, understanding.Classify, people.Assign,
    people.Prioritise, people.NameHandler, people.Note, closing.Archive, closing.Restore,
]  # fmt: skip
FORMS: dict[str, type[ActForm]] = {form.slug: form for form in ALL}
