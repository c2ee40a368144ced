"""The read API's addresses. The desk's pages about keys and hooks are the roof's."""

from stormoede.api.views import reading

urlpatterns = reading.urlpatterns
