from django.urls import path

from studyapp.library.views import cards, decks, pictures, trash

app_name = "library"
urlpatterns = [
    path("notes/<slug:slug>/", cards.note, name="note"),
    path("cards/<int:card_id>/edit/", cards.card_edit, name="card_edit"),
    path("cards/<int:card_id>/versions/", cards.card_versions, name="card_versions"),
    path("decks/new/", decks.deck_create, name="deck_create"),
    path("decks/<slug:slug>/edit/", decks.deck_edit, name="deck_edit"),
    path("decks/<slug:slug>/row/", decks.deck_row, name="deck_row"),
    path("decks/<slug:slug>/row/place/", decks.deck_row_move, name="deck_row_move"),
    path("decks/<slug:slug>/rows/", decks.deck_rows, name="deck_rows"),
    path("decks/<slug:slug>/delete/", decks.deck_delete, name="deck_delete"),
    path("trash/", trash.trash, name="trash"),
    path("trash/restore/", trash.trash_restore, name="trash_restore"),
    path("media/", pictures.picture_add, name="picture_add"),
    path("media/<uuid:picture_id>/", pictures.picture, name="picture"),
]
