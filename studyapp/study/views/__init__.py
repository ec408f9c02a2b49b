"""Pages that show cards with what the learner knows of them."""
