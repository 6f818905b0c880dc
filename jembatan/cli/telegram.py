"""`jembatan telegram`: after setting up or changing the bot, tell Telegram how we listen."""

import click

from jembatan.cli import with_database
from jembatan.cli.failures import refusing


@click.command()
@with_database()
def telegram() -> None:
    """Beri tahu Telegram cara Jembatan menerima pesan: dikirim ke alamat kita (webhook) atau diambil (polling)."""
    from django.conf import settings

    from jembatan.messages.channels.telegram import bot

    if not settings.TELEGRAM.token:
        raise click.ClickException("JEMBATAN_TELEGRAM_TOKEN belum diisi. Lihat docs/channels/telegram.md.")
    with refusing(bot.Refused):
        click.echo(bot.register())
