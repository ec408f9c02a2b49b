"""Static files as they ship."""

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed, compressed files; the comments that name source maps, which do not ship, stay."""

    keep_only_hashed_files = True
    patterns = tuple(
        (ext, [p for p in found if "sourceMappingURL" not in (p if isinstance(p, str) else p[0])])
        for ext, found in HashedFilesMixin.patterns
    )
