from django.urls import path

from studyapp.accounts import views

app_name = "accounts"
urlpatterns = [
    path("settings/", views.settings, name="settings"),
    path("theme/", views.theme, name="theme"),
]
