"""An uploaded picture to one that is safe to keep and to serve; the only importer of Pillow."""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST_FILE = 8_000_000  # bytes
LARGEST_SIDE = 12_000  # pixels, as uploaded
LARGEST_AREA = 40_000_000
KEPT_SIDE = 1_600  # pixels, as kept
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
QUALITY = 82


class PictureRefused(ValueError):
    """Why a file is not taken as a picture, as a sentence."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as it is kept: WebP, upright, at most 1,600 pixels wide and high."""

    content: bytes
    width: int
    height: int
    kind: str = "image/webp"


def redraw(upload: bytes) -> Drawn:
    """Draw the picture anew, so that nothing but its pixels is kept: no metadata, no tail.

    What it is follows from its content, never from its name. Its size is read from its head and
    judged before a pixel is decoded. Raises ``PictureRefused``.
    """
    if len(upload) > LARGEST_FILE:
        raise PictureRefused("This picture has more than 8 MB. Make it smaller and try again.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture: Image.Image = Image.open(io.BytesIO(upload), formats=FORMATS)
        width, height = picture.size
        if max(width, height) > LARGEST_SIDE or width * height > LARGEST_AREA:
            raise PictureRefused(
                f"This picture measures {width:,} by {height:,} pixels; "
                f"at most {LARGEST_SIDE:,} on a side and 40 million in all are taken."
            )
        picture.draft("RGB", (KEPT_SIDE, KEPT_SIDE))
        picture = ImageOps.exif_transpose(picture)
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
        picture.thumbnail((KEPT_SIDE, KEPT_SIDE))
        out = io.BytesIO()
        picture.save(out, "WEBP", quality=QUALITY)
    except (UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise PictureRefused(
            "This file is no picture. PNG, JPEG, WebP and GIF are taken."
        ) from error
    except (OSError, ValueError, SyntaxError) as error:
        if isinstance(error, PictureRefused):
            raise
        raise PictureRefused("This picture is damaged: it cannot be drawn to its end.") from error
    return Drawn(out.getvalue(), *picture.size)
