from itertools import batched

from django.db import migrations, models

from stormoede.lib.danish import sort_key


def _order(apps, _editor):
    Incoming = apps.get_model("mail", "Incoming")
    found = Incoming.objects.only("sender", "sender_name", "subject")
    for some in batched(found.iterator(500), 500):
        for one in some:
            one.sender_key, one.subject_key = sort_key(one.sender_name or one.sender)[:200], sort_key(one.subject)[:200]
        Incoming.objects.bulk_update(some, ["sender_key", "subject_key"])


class Migration(migrations.Migration):

    dependencies = [
        ('mail', '0004_scans'),
    ]

    operations = [
        migrations.AddField(
            model_name='incoming',
            name='sender_key',
            field=models.CharField(blank=True, default='', max_length=200),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='incoming',
            name='subject_key',
            field=models.CharField(blank=True, default='', max_length=200),
            preserve_default=False,
        ),
        migrations.RunPython(_order, migrations.RunPython.noop),
    ]
