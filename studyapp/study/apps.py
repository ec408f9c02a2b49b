from django.apps import AppConfig


class StudyConfig(AppConfig):
    name = "studyapp.study"

    def ready(self) -> None:
        from studyapp.study import arrivals  # noqa: F401, the receivers connect as it is read
