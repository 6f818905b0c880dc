import django.db.models.deletion
from django.db import migrations, models

from jembatan.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("releases", "0001_initial"), ("audit", "0002_append_only")]
    operations = [
        append_only("releases_version"),
        append_only("releases_version_pictures"),
        append_only("releases_review"),
        migrations.CreateModel(
            name="FeedReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("reader", models.BinaryField()),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="feed_readings",
                        to="releases.release",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("release", "day", "reader"), name="feed_reading_once")
                ],
            },
        ),
    ]
