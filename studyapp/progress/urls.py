from django.urls import path

from studyapp.progress import views

app_name = "progress"
urlpatterns = [
    path("", views.landing, name="landing"),
    path("today/", views.today, name="today"),
]
