"""A letter as an e-mail message."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.html import format_html, linebreaks, urlize
from django.utils.safestring import mark_safe

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
        body=letter.draft.text,
        to=[letter.address],
        reply_to=[here.reply_to] if here and here.reply_to else None,
        headers=headers,
    )
    message.attach_alternative(letter.draft.html or simple_html(letter.draft), "text/html")
    return message


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
