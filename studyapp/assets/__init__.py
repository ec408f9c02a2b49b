"""The files that pages load: trimmed and joined as they are collected, then hashed."""
