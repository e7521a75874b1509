"""What a reader raises where a file can't be read, whatever the file is."""

__all__ = ["Unreadable"]


class Unreadable(Exception):
    """A file that is damaged, or made so that it is not safe to read; says why, and what to do."""

    def __init__(self, why: str, *, code: str = "R119", hint: str | None = None) -> None:
        super().__init__(why)
        self.code = code
        self.hint = hint

    @classmethod
    def encrypted(cls) -> "Unreadable":
        """Return what to raise for a file that only Office itself opens with its password."""
        return cls("it is encrypted", code="R102", hint="open it with its password, and save it without one")
