"""How hard Hypothesis tries: the same commit always gives the same examples, and few of them."""

from hypothesis import settings

settings.register_profile("quick", deadline=None, derandomize=True, max_examples=10, database=None)
settings.load_profile("quick")
