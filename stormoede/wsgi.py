"""The WSGI entry: what a page server runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stormoede.settings")

application = get_wsgi_application()
