from django.urls import path

from studyapp.study.views import browse, cards, decks, notes, retention, search, sessions

app_name = "study"
urlpatterns = [
    path("decks/", decks.deck_list, name="deck_list"),
    path("decks/<slug:slug>/", decks.deck, name="deck"),
    path("notes/<slug:slug>/", notes.note, name="note"),
    path("trial/", sessions.trial_start, name="trial_start"),
    path("sessions/", sessions.session_start, name="session_start"),
    path("sessions/<int:session_id>/", sessions.session, name="session"),
    path(
        "sessions/<int:session_id>/cards/<int:card_id>/answer/",
        sessions.session_answer,
        name="session_answer",
    ),
    path("sessions/<int:session_id>/ratings/", sessions.session_rate, name="session_rate"),
    path("sessions/<int:session_id>/undo/", sessions.session_undo, name="session_undo"),
    path("sessions/<int:session_id>/summary/", sessions.session_summary, name="session_summary"),
    path("retention/", retention.retention, name="retention"),
    path("search/", search.search, name="search"),
    path("cards/", browse.browse, name="browse"),
    path("cards/changes/", browse.bulk_change, name="bulk_change"),
    path("cards/changes/<int:change_id>/undo/", browse.bulk_undo, name="bulk_undo"),
    path("cards/<int:card_id>/history/", cards.card_history, name="card_history"),
    path("cards/<int:card_id>/star/", cards.card_star, name="card_star"),
    path("cards/<int:card_id>/bury/", cards.card_bury, name="card_bury"),
    path("cards/<int:card_id>/suspend/", cards.card_suspend, name="card_suspend"),
]
