"""What learners did with cards, and what they remember of them."""

from studyapp.study.models.bulk_change import BulkChange
from studyapp.study.models.memory import Memory
from studyapp.study.models.review import Review
from studyapp.study.models.session import Session

__all__ = ["BulkChange", "Memory", "Review", "Session"]
