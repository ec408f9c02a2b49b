from django.urls import path

from studyapp.library import views

app_name = "library"
urlpatterns = [
    path("decks/<slug:slug>/copy/", views.deck_copy, name="deck_copy"),
    path("cards/<int:card_id>/edit/", views.card_edit, name="card_edit"),
]
