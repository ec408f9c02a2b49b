from django.urls import path

from studyapp.urls import urlpatterns as pages
from tests.bench import floors

urlpatterns = [
    path("floor/empty/", floors.empty),
    path("floor/orm/", floors.plain_orm),
    *pages,
]
