from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('mail', '0005_danish_order'),
    ]

    operations = [
        migrations.AlterField(
            model_name='message',
            name='key',
            field=models.CharField(max_length=120),
        ),
        migrations.AlterField(
            model_name='message',
            name='mark',
            field=models.CharField(max_length=32),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.UniqueConstraint(fields=('key',), name='message_key'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.UniqueConstraint(fields=('mark',), name='message_mark'),
        ),
    ]
