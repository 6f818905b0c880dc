"""Django's one-time notices under another label, because `messages` is a word of ours."""

from django.contrib.messages.apps import MessagesConfig


class FlashConfig(MessagesConfig):
    label = "flash"
