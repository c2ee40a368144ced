import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0002_dates_moved_and_cancelled'),
        ('members', '0004_seats_of_people'),
    ]

    operations = [
        migrations.AlterField(
            model_name='registration',
            name='meeting',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='registrations', to='meetings.meeting'),
        ),
        migrations.AlterField(
            model_name='registration',
            name='uid',
            field=models.CharField(max_length=32),
        ),
        migrations.AlterField(
            model_name='registration',
            name='wish',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='meetings.session'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.UniqueConstraint(fields=('uid',), name='registration_uid'),
        ),
    ]
