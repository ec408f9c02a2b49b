"""Pages of the material itself: decks and cards to write, notes to read."""
