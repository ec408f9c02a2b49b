"""What a rating costs, beside an empty view and the same work in plain ORM calls.

A benchmark, not a test: every figure is a ratio of one run or a count, and none decides anything.
"""
