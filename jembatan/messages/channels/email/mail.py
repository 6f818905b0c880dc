"""A letter as an e-mail message."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.html import format_html, linebreaks, urlize
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from jembatan.keyring import mac
from jembatan.messages.letters import Draft, Letter


def message_id(letter: Letter) -> str:
    """The same for every try of the same letter, so that a mailbox may drop the second."""
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    return f"<{letter.key}.{mac('message-id', letter.key).hex()[:12]}@{host}>"


def compose(letter: Letter) -> EmailMultiAlternatives:
    headers = {"Message-ID": message_id(letter), "Auto-Submitted": "auto-generated"}
    if letter.leave:
        headers |= {"List-Unsubscribe": f"<{letter.leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    here = settings.EMAIL_PROVIDER
    message = EmailMultiAlternatives(
        subject=" ".join(letter.draft.subject.split()),
        body="\n\n".join(filter(None, [letter.draft.text, how_to_leave(letter)])),
        to=[letter.address],
        reply_to=[here.reply_to] if here and here.reply_to else None,
        headers=headers,
    )
    message.attach_alternative(_with_leave(letter.draft.html or simple_html(letter.draft), letter), "text/html")
    return message


def how_to_leave(letter: Letter) -> str:
    """The last line that people read; the header is for their mail program."""
    words = _("Tidak ingin menerima e-mail ini lagi? Berhenti di sini: %(link)s")
    return words % {"link": letter.leave} if letter.leave else ""


def _with_leave(html: str, letter: Letter) -> str:
    if not letter.leave:
        return html
    line = format_html("<p><small>{}</small></p>", mark_safe(urlize(how_to_leave(letter), autoescape=True)))  # noqa: S308 - escaped by urlize
    before, body, after = html.rpartition("</body>")
    return f"{before}{line}{body}{after}" if body else f"{html}{line}"


def simple_html(draft: Draft) -> str:
    """The plain text as paragraphs, its links made links; `draft.link` as a last line unless it is in there."""
    link = draft.link if draft.link not in draft.text else ""
    last = format_html('<p><a href="{0}">{0}</a></p>', link) if link else ""
    body = mark_safe(urlize(linebreaks(draft.text, autoescape=True)))  # noqa: S308 - escaped by linebreaks
    return format_html(
        '<!doctype html><html lang="id"><meta charset="utf-8"><title>{}</title><body>{}{}</body></html>',
        draft.subject,
        body,
        last,
    )
