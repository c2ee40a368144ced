from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_draft_links'),
    ]

    operations = [
        migrations.AlterField(
            model_name='link',
            name='purpose',
            field=models.CharField(choices=[('p', 'Page'), ('d', 'Door'), ('u', 'Reminders Off'), ('a', 'Sheet'), ('s', 'Deputy'), ('k', 'Draft'), ('t', 'Speaker')], max_length=1),
        ),
    ]
