"""Pictures for cards: taken in, and shown to those who may see a card with them."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from studyapp.accounts.access import learner_required
from studyapp.accounts.http import LearnerRequest, SignedInRequest
from studyapp.library.imaging import LARGEST_FILE, PictureRefused
from studyapp.library.models import Picture

YEAR = 31_536_000


@require_POST
@login_required
def picture_add(request: SignedInRequest) -> HttpResponse:
    """Keep one uploaded picture; the answer holds the address to write into the text."""
    upload = request.FILES.get("picture")
    if upload is None:
        return _refused("Choose a picture.")
    if upload.size is None or upload.size > LARGEST_FILE:
        return _refused("This picture has more than 8 MB. Make it smaller and try again.")
    try:
        picture = Picture.objects.take(request.user, upload.read())
    except PictureRefused as refused:
        return _refused(str(refused))
    return JsonResponse({"address": picture.get_absolute_url()}, status=201)


def _refused(sentence: str) -> HttpResponse:
    return JsonResponse({"error": sentence}, status=422)


@require_GET
@learner_required
def picture(request: LearnerRequest, picture_id: str) -> HttpResponse:
    """The picture itself, alone in its sandbox."""
    found = get_object_or_404(Picture.objects.visible_to(request.learner), pk=picture_id)
    response = HttpResponse(bytes(found.content), content_type=found.kind)
    response["Cache-Control"] = f"private, max-age={YEAR}, immutable"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Content-Disposition"] = "inline"
    return response
