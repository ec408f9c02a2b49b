from django.apps import AppConfig


class EffortConfig(AppConfig):
    name = "studyapp.effort"
