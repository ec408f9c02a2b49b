from django.urls import path

from studyapp.library.views import cards, decks, pictures, reports, trash

app_name = "library"
urlpatterns = [
    path("cards/<int:card_id>/edit/", cards.card_edit, name="card_edit"),
    path("cards/<int:card_id>/versions/", cards.card_versions, name="card_versions"),
    path("decks/new/", decks.deck_create, name="deck_create"),
    path("decks/<slug:slug>/copy/", decks.deck_copy, name="deck_copy"),
    path("decks/<slug:slug>/edit/", decks.deck_edit, name="deck_edit"),
    path("decks/<slug:slug>/row/", decks.deck_row, name="deck_row"),
    path("decks/<slug:slug>/row/place/", decks.deck_row_move, name="deck_row_move"),
    path("decks/<slug:slug>/rows/", decks.deck_rows, name="deck_rows"),
    path("decks/<slug:slug>/delete/", decks.deck_delete, name="deck_delete"),
    path("decks/<slug:slug>/stars/", decks.deck_rate, name="deck_rate"),
    path("cards/<int:card_id>/report/", reports.card_report, name="card_report"),
    path("notes/<slug:slug>/report/", reports.note_report, name="note_report"),
    path("notes/<slug:slug>/delete/", cards.note_delete, name="note_delete"),
    path("reports/", reports.report_list, name="report_list"),
    path("reports/<int:report_id>/", reports.report_settle, name="report_settle"),
    path("trash/", trash.trash, name="trash"),
    path("trash/restore/", trash.trash_restore, name="trash_restore"),
    path("media/", pictures.picture_add, name="picture_add"),
    path("media/<uuid:picture_id>/", pictures.picture, name="picture"),
]
