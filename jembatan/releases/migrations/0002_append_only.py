from django.db import migrations

from jembatan.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("releases", "0001_initial"), ("audit", "0002_append_only")]
    operations = [
        append_only("releases_version"),
        append_only("releases_version_pictures"),
        append_only("releases_review"),
    ]
