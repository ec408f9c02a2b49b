from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("studyapp.operations.urls")),
    path("", include("studyapp.study.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
]
