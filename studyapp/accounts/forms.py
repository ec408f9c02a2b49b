"""What a person types about their account; allauth's forms in our words."""

from decimal import Decimal
from typing import Any

from allauth.account import forms as allauth_forms
from crispy_bootstrap5.bootstrap5 import Switch
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Layout, Row
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import transaction

from studyapp.accounts.models import Role, User
from studyapp.accounts.signals import daily_goal_changed, day_settings_changed
from studyapp.accounts.time_zones import TIME_ZONES, known_zone

EMAIL_LENGTH = 254
PASSWORD_LENGTH = 128
GOOD_ONES = "At least 8 characters. A few words in a row are easy to keep and hard to guess."


class InOurWords:
    """Labels, help and limits of the fields that allauth's forms bring."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if isinstance(field, forms.EmailField):
                field.label = "E-mail"
                field.error_messages["required"] = "Enter your e-mail address."
                field.validators.append(
                    MaxLengthValidator(EMAIL_LENGTH, "No e-mail address is that long.")
                )
            elif isinstance(field.widget, forms.PasswordInput):
                field.help_text = GOOD_ONES if name == "password1" else ""
                field.error_messages["required"] = "Enter a password."
                field.validators.append(
                    MaxLengthValidator(
                        PASSWORD_LENGTH, f"Use at most {PASSWORD_LENGTH} characters."
                    )
                )


class SignUpForm(InOurWords, allauth_forms.SignupForm):  # type: ignore[misc]
    field_order = ["display_name", "email", "password1", "role", "time_zone"]

    display_name = forms.CharField(
        label="Name",
        max_length=80,
        help_text="Your teachers and classmates see it; a nickname will do.",
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
        error_messages={"required": "Enter a name."},
    )
    time_zone = forms.Field(required=False, widget=forms.HiddenInput(attrs={"data-time-zone": ""}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if settings.SELF_CHOSEN_ROLE:
            self.fields["role"] = forms.ChoiceField(
                label="I want to",
                choices=[(Role.LEARNER, "Learn"), (Role.INSTRUCTOR, "Teach")],
                initial=Role.LEARNER,
                widget=forms.RadioSelect,
            )

    def clean_time_zone(self) -> str:
        """The browser's zone; nothing where it sent none that is known here."""
        return known_zone(self.cleaned_data["time_zone"], otherwise="")


class SignInForm(InOurWords, allauth_forms.LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["remember"].label = "Keep me signed in on this device"
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            "login",
            HTML("""{% include "account/_forgotten.html" %}"""),
            "password",
            "remember",
        )

    def clean(self) -> dict[str, Any]:
        try:
            cleaned: dict[str, Any] = super().clean()
        except ValidationError as refusal:
            if refusal.code == "email_password_mismatch":
                self.add_error("password", "Check the password and try again.")
            raise
        return cleaned


class PasswordForm(InOurWords, allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    password2 = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = "Present password"
        self.fields["password1"].label = "New password"


class ResetForm(InOurWords, allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    pass


class NewPasswordForm(InOurWords, allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    password2 = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = "New password"


def one_sentence(sentence: str) -> dict[str, str]:
    """The same words for whatever is wrong with a number."""
    return dict.fromkeys(("required", "invalid", "min_value", "max_value"), sentence)


class Section(Div):  # type: ignore[misc]
    """A titled part of the settings."""

    template = "accounts/_section.html"

    def __init__(self, title: str, *fields: Any, css_id: str) -> None:
        super().__init__(*fields, css_id=css_id)
        self.title = title


class SettingsForm(forms.ModelForm):  # type: ignore[type-arg]
    time_zone = forms.ChoiceField(
        choices=[(zone, zone.replace("_", " ")) for zone in TIME_ZONES],
        error_messages={"invalid_choice": "Choose a time zone from the list."},
    )
    rollover_hour = forms.TypedChoiceField(
        label="A new study day starts at",
        coerce=int,
        choices=[(hour, f"{hour:02}:00") for hour in range(13)],
        help_text="Default: 04:00, so that studying past midnight still counts for the evening.",
        error_messages={"invalid_choice": "Choose an hour from 00:00 to 12:00."},
    )
    desired_retention = forms.TypedChoiceField(
        label="Aim to remember",
        coerce=Decimal,
        choices=[(f"0.{share}", f"{share} in 100") for share in range(80, 96)],
        help_text=(
            "Default: 90 in 100. It says how many cards you should still know when they return. "
            "A higher aim brings cards back sooner and costs more reviews; a lower one saves time "
            "and you forget more in between. "
            '<a href="/retention/">What each choice costs with your cards</a>'
        ),
        error_messages={"invalid_choice": "Choose between 80 and 95 in 100."},
    )

    class Meta:
        model = User
        fields = (
            "display_name",
            "time_zone",
            "new_cards_a_day",
            "daily_goal",
            "theme",
            "rollover_hour",
            "desired_retention",
            "definitions",
            "shortcuts",
            "shows_intervals",
        )
        widgets = {
            "display_name": forms.TextInput(attrs={"autocomplete": "nickname"}),
            "new_cards_a_day": forms.NumberInput(attrs={"min": 0, "max": 100}),
            "daily_goal": forms.NumberInput(attrs={"min": 1, "max": 500}),
            "theme": forms.RadioSelect(attrs={"class": "visually-hidden", "data-theme-choice": ""}),
        }
        help_texts = {
            "new_cards_a_day": (
                "Cards you have never seen, in all decks together. Ten a day come to about 15 to "
                "28 minutes a day once their reviews add up."
            ),
            "daily_goal": (
                "Today shows how far you are; where less is due, less is enough. Days in a row "
                "count with ten cards, or all that were due. A day that has begun keeps its goal."
            ),
            "definitions": (
                "Default: in plain words. Where a card has both, this one leads the answer, and a "
                "card that goes from a definition to its term asks with it."
            ),
            "shortcuts": "Default: on. Turn off if you dictate or use a switch device.",
            "shows_intervals": "Default: on. Each rating then says when it brings the card back.",
        }
        labels = {"daily_goal": "Daily goal"}
        error_messages = {
            "display_name": {"required": "Enter a name."},
            "new_cards_a_day": one_sentence("Choose a number from 0 to 100."),
            "daily_goal": one_sentence("Choose a number from 1 to 500."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["display_name"].required = True
        self.fields[
            "time_zone"
        ].help_text = f"A study day starts at {self.instance.rollover_hour:02}:00 there."
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            Div(
                Section(
                    "Profile",
                    Row(
                        Field("display_name", wrapper_class="col-sm-6"),
                        Field("time_zone", wrapper_class="col-sm-6"),
                    ),
                    css_id="profile",
                ),
                Section(
                    "Studying",
                    Row(
                        Field("new_cards_a_day", wrapper_class="col-sm-6"),
                        Field("daily_goal", wrapper_class="col-sm-6"),
                    ),
                    css_id="studying",
                ),
                Section(
                    "Display", Field("theme", template="accounts/_chips.html"), css_id="display"
                ),
                Div(
                    Row(
                        Field("rollover_hour", wrapper_class="col-sm-6"),
                        Field("desired_retention", wrapper_class="col-sm-6"),
                    ),
                    Field("definitions"),
                    Switch("shortcuts"),
                    Switch("shows_intervals"),
                    css_id="advanced",
                    template="accounts/_advanced.html",
                ),
                css_class="flow",
            )
        )

    @transaction.atomic
    def save(self, commit: bool = True) -> User:
        """Stores what changed and nothing else; says so when study days shift."""
        user: User = self.instance
        user.save(update_fields=self.changed_data)
        if {"time_zone", "rollover_hour"} & set(self.changed_data):
            day_settings_changed.send(sender=User, user=user)
        if "daily_goal" in self.changed_data:
            daily_goal_changed.send(sender=User, user=user, before=self.initial["daily_goal"])
        return user
