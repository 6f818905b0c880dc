"""Settings of the workers that the tests start as processes of their own."""

from jembatan.settings import *  # noqa: F403

MESSAGE_WRITERS = {"test": "tests.messages.letters.write", "reply": "jembatan.messages.replying.write"}
EMAIL_TIMEOUT = 30  # longer than a worker has to end
QUIET_HOURS = None  # the tests run at night too
