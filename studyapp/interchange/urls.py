from django.urls import path

from studyapp.interchange import views

app_name = "interchange"
urlpatterns = [
    path("decks/import/", views.deck_import, name="deck_import"),
    path("cards/export.csv", views.cards_export, name="cards_export"),
    path("decks/<slug:slug>/export.<slug:kind>", views.deck_export, name="deck_export"),
    path("imports/<int:transfer_id>/", views.transfer, name="transfer"),
    path("imports/<int:transfer_id>/undo/", views.transfer_undo, name="transfer_undo"),
]
