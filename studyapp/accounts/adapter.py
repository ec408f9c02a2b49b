"""How allauth's pages treat people here: guests keep their row, throttling locks nobody out."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.forms import Form
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse

from studyapp.accounts.access import GUEST
from studyapp.accounts.models import User
from studyapp.accounts.signals import day_settings_changed, guest_signed_in

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This account is switched off. Ask whoever runs this Recto.",
        "email_password_mismatch": "E-mail and password do not match.",
        "email_taken": "There is an account with this e-mail. Sign in, or reset its password.",
        "enter_current_password": "This is not your present password.",
        "too_many_login_attempts": "Too many tries. Wait five minutes, or choose “Forgotten?”.",
    }

    def save_user(self, request: HttpRequest, user: User, form: Form, commit: bool = True) -> User:
        """The row of this browser's guest becomes the account, so that its ratings stay with it."""
        data = form.cleaned_data
        try:
            with transaction.atomic():
                guests = User.objects.guests().select_for_update()
                user = guests.filter(pk=request.session.get(GUEST)).first() or user
                zone_before, user.time_zone = user.time_zone, data["time_zone"] or user.time_zone
                user.is_guest = False
                user.display_name = data["display_name"]
                user.role = data.get("role", user.role)
                super().save_user(request, user, form, commit)
                if user.time_zone != zone_before:
                    day_settings_changed.send(sender=User, user=user)
        except IntegrityError:  # the same form came twice at once
            messages.info(request, self.error_messages["email_taken"])
            raise ImmediateHttpResponse(redirect("account_login")) from None
        return user

    def login(self, request: HttpRequest, user: User) -> None:
        guest = User.objects.guests().filter(pk=request.session.get(GUEST)).first()
        super().login(request, user)
        request.session.pop(GUEST, None)
        if guest is None:
            return
        told = guest_signed_in.send(sender=User, guest=guest, user=user, request=request)
        for _, sentence in told:
            if sentence:
                messages.info(request, sentence)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:settings")

    def send_mail(self, template_prefix: str, email: str, context_of_mail: dict[str, Any]) -> None:
        """Sends it, or says that it could not be sent; the page goes on either way."""
        try:
            super().send_mail(template_prefix, email, context_of_mail)
        except OSError:  # which SMTPException is
            logger.exception("The mail %s was not sent", template_prefix)
            messages.error(
                context.request, "The e-mail could not be sent. Try again in a few minutes."
            )

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Wrong tries count per account and address: elsewhere, its owner still gets in."""
        login = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{login}:{self.get_client_ip(request)}"
