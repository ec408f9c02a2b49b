"""Bring cards in: a box, a preview, the batch that came of it; and take them out."""

import re
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from studyapp import markup
from studyapp.accounts.access import refuse_many_imports
from studyapp.accounts.http import SignedInRequest, page_named
from studyapp.htmx import render_page, wants_fragment
from studyapp.interchange import exporter, importer
from studyapp.interchange.decoding import possible
from studyapp.interchange.forms import EncodingForm, ImportForm, ReadingForm
from studyapp.interchange.models import Transfer
from studyapp.interchange.planning import Plan, Unreadable, plan, text_of
from studyapp.library.models import Deck

KINDS = {"csv": (exporter.as_csv, "text/csv"), "md": (exporter.as_markdown, "text/markdown")}
ROWS = 100  # of a page of the preview
EARLIER = 10
MOST_CHOSEN = 500
TYPED = re.compile(r"(front|back)-(\d{1,6})", re.ASCII)  # the field of a side that a line lacks
MOST_TYPED = 2_000  # characters of it
MOST_MENDED = 500  # lines
NONE_CHOSEN = "Choose the cards first."


@require_http_methods(["GET", "POST"])
@login_required
def deck_import(request: SignedInRequest) -> HttpResponse:
    """Paste or choose a file; nothing of it is a card before it was looked at."""
    learner = request.user
    if request.method == "POST":
        form = ImportForm(request.POST, request.FILES, learner=learner)
        if form.is_valid():
            if refusal := refuse_many_imports(request):
                return refusal
            return redirect("interchange:transfer", form.save().pk)
    else:
        form = ImportForm(learner=learner, initial={"deck": request.GET.get("deck", "")})
    earlier = Transfer.objects.of(learner).finished().select_related("deck")[:EARLIER]
    context = {"form": form, "earlier": earlier}
    status = 422 if form.errors else 200
    return render(request, "interchange/deck_import.html", context, status=status)


@require_http_methods(["GET", "POST"])
@login_required
def transfer(request: SignedInRequest, transfer_id: int) -> HttpResponse:
    """A draft, to look at and to confirm; later the batch that came of it."""
    mine = Transfer.objects.of(request.user).select_related("deck")
    found = get_object_or_404(mine, pk=transfer_id)
    if found.state != Transfer.State.DRAFT:
        if request.method == "POST":
            return redirect(request.path)
        return render(request, "interchange/transfer.html", {"transfer": found})
    if text_of(found) is None:
        return _encoding(request, found)
    form, refusal = None, ""
    if request.POST.get("problems") == "mend":
        return redirect(_first_problem(request, found))
    if refusal := _fill(found, request.POST):
        return _preview(request, found, None, refusal, status=422)
    if "told" in request.POST:
        try:
            importer.carry_out(found, request.user, told=request.POST["told"], at=timezone.now())
            return redirect(request.path)
        except (importer.ImportRefused, Unreadable) as refused:
            refusal = str(refused)
    elif request.method == "POST":
        form = _choose(found, request.POST)
        if form is None and not wants_fragment(request):
            return redirect(f"{request.path}?{request.GET.urlencode()}")
    return _preview(request, found, form, refusal)


def _encoding(request: SignedInRequest, found: Transfer) -> HttpResponse:
    """Ask how the file was saved."""
    texts = possible(bytes(found.content))
    posted = request.POST if request.method == "POST" else None
    form = EncodingForm(posted, texts=texts)
    if form.is_valid():
        found.choose(encoding=form.cleaned_data["encoding"])
        return redirect(request.path)
    context = {"transfer": found, "encoding": form}
    return render(request, "interchange/transfer.html", context, status=422 if form.errors else 200)


def _fill(found: Transfer, posted: QueryDict) -> str:
    """Keep what was typed for lines that lack a side; else the sentence says why not."""
    asked = [(n, TYPED.fullmatch(n)) for n, text in posted.items() if str(text).strip()]
    names = {(int(match[2]), match[1]): n for n, match in asked if match}
    try:
        texts = {place: markup.clean_text(str(posted[n])).strip() for place, n in names.items()}
        lacking = {e.row.line: e.lacks for e in plan(found, found.deck).entries} if texts else {}
    except (markup.MarkupError, Unreadable) as error:
        return str(error)
    for line, side in texts:
        if len(texts[line, side]) > MOST_TYPED:
            return f"Line {line}: at most {MOST_TYPED:,} characters can be typed here."
    taken = {place: text for place, text in texts.items() if lacking.get(place[0]) == place[1]}
    if len(taken) + len(found.choices.get("typed", {})) > MOST_MENDED:
        return f"At most {MOST_MENDED} lines can be put right here; mend the rest in the file."
    if taken:
        found.fill(taken)
    return ""


def _first_problem(request: SignedInRequest, found: Transfer) -> str:
    """Where the first line stands that needs a look."""
    try:
        page, entry = _needing(plan(found, found.deck))[0]
    except (IndexError, Unreadable):
        return request.path
    return f"{request.path}?page={page}#l{entry.row.line}"


def _choose(found: Transfer, posted: QueryDict) -> ReadingForm | None:
    """Keep how the draft is to be read; the form, where what was chosen does not fit."""
    for name, out in (("skip", True), ("take", False)):
        line = str(posted.get(name, ""))
        if line.isdecimal() and len(line) < 10:
            found.leave_out(int(line), out=out)
            return None
    if "fill" in posted:
        return None
    if "mend" in posted:
        found.choose(mend=posted["mend"] == "1", skipped=[], typed={})
        return None
    try:
        columns = plan(found, None).reading.columns
    except Unreadable:
        columns = ()
    form = ReadingForm(posted, columns=columns)
    if not form.is_valid():
        return form
    chosen: dict[str, Any] = form.cleaned_data
    if chosen["format"] != found.choices.get("format", chosen["format"]):
        chosen |= {"question": None, "answer": None, "mend": False, "skipped": [], "typed": {}}
    found.choose(**{n: v for n, v in chosen.items() if v != ""})
    return None


def _preview(
    request: SignedInRequest,
    found: Transfer,
    form: ReadingForm | None,
    refusal: str,
    *,
    status: int = 409,
) -> HttpResponse:
    planned, unreadable = None, ""
    try:
        planned = plan(found, found.deck)
    except Unreadable as error:
        unreadable, refusal = str(error), ""
    pages = Paginator(planned.entries if planned else [], ROWS)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "transfer": found,
        "plan": planned,
        "page": page,
        "needing": _needing(planned) if planned else [],
        "unreadable": unreadable,
        "refusal": refusal,
        "form": form or _reading_form(found, planned),
        "earlier": Transfer.objects.before(found).select_related("deck").first(),
    }
    status = status if refusal else 422 if form or unreadable else 200
    return render_page(
        request, "interchange/transfer.html", context, fragment="preview", status=status
    )


def _needing(planned: Plan) -> list[tuple[int, Any]]:
    """The lines that need a look, each with the page of the preview that shows it."""
    places = [(place, entry) for place, entry in enumerate(planned.entries) if entry.needs_a_look]
    return [(place // ROWS + 1, entry) for place, entry in places]


def _reading_form(found: Transfer, planned: Plan | None) -> ReadingForm:
    """The choices as they are now."""
    columns, asked = (planned.reading.columns, planned.reading.asked) if planned else ((), (0, 1))
    name = planned.format if planned else found.choices.get("format", "tab")
    now = {"format": name, "question": asked[0], "answer": asked[1]}
    return ReadingForm(initial=now | {"tidy": found.choices.get("tidy", True)}, columns=columns)


@require_POST
@login_required
def transfer_undo(request: SignedInRequest, transfer_id: int) -> HttpResponse:
    """Take an import back."""
    found = get_object_or_404(Transfer.objects.of(request.user), pk=transfer_id)
    try:
        importer.take_back(found, request.user, at=timezone.now())
    except importer.ImportRefused as refused:
        messages.info(request, str(refused))
    return redirect("interchange:transfer", found.pk)


@require_GET
@login_required
def deck_export(request: SignedInRequest, slug: str, kind: str) -> HttpResponseBase:
    """The cards of a deck as a table, or the deck as its file of content."""
    visible = Deck.objects.visible_to(request.user).select_related("subject")
    deck = get_object_or_404(visible, slug=slug)
    if kind not in KINDS:
        raise Http404
    pieces, content_type = KINDS[kind]
    return _download(pieces(deck, request.user), f"{deck.slug}.{kind}", content_type)


@require_POST
@login_required
def cards_export(request: SignedInRequest) -> HttpResponseBase:
    """The chosen cards as a table; of what the person may not see, nothing."""
    words = request.POST.getlist("cards")
    cards = [int(word) for word in words if word.isascii() and word.isdigit() and len(word) < 19]
    if not 0 < len(cards) <= MOST_CHOSEN:
        sentence = f"Choose at most {MOST_CHOSEN} cards at once." if cards else NONE_CHOSEN
        messages.info(request, sentence)
        return redirect(page_named(request, reverse("study:browse")))
    return _download(exporter.as_table(exporter.chosen(cards, request.user)), "cards.csv")


def _download(
    pieces: Iterator[str], name: str, content_type: str = "text/csv"
) -> StreamingHttpResponse:
    response = StreamingHttpResponse(pieces, content_type=f"{content_type}; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
