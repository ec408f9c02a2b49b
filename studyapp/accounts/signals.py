"""What an account tells the packages above it."""

from django.dispatch import Signal

# guest, user, request: a guest signed in to an account that was there before. A receiver takes
# over what the guest learnt, deletes the guest, and may return a sentence for the person.
guest_signed_in = Signal()

# user: the stored time zone or rollover hour is another one now; sent inside the transaction.
day_settings_changed = Signal()

# user, before: the goal of a day changed from ``before``; sent inside the transaction.
daily_goal_changed = Signal()
