from django.urls import path

from studyapp.progress import views

app_name = "progress"
urlpatterns = [
    path("", views.landing, name="landing"),
    path("today/", views.today, name="today"),
    path("subjects/<slug:slug>/", views.subject, name="subject"),
    path("objectives/<slug:slug>/", views.objective, name="objective"),
    path("concepts/<slug:slug>/", views.concept, name="concept"),
]
