"""How hard Hypothesis tries where an example is dear."""

from hypothesis import settings


def fewer(share: int) -> settings:
    """Return settings for one of `share` examples of those that the profile asks for: a few by default, many every night."""
    return settings(max_examples=settings().max_examples // share)
