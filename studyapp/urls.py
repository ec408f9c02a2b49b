from django.urls import include, path

urlpatterns = [
    path("", include("studyapp.operations.urls")),
]
