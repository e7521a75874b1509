"""Checks of one's own: a rule is a code, what it means, and a function that finds it in a document.

Codes of this package begin with the letter of their layer; those of others begin with X, Y or Z, which it never uses.
"""

from collections.abc import Callable, Collection, Iterable

from attrs import field, frozen

from budgetperf.diagnostics import OWN_CODE, OWN_SELECTOR, Diagnostic, Severity
from budgetperf.errors import ExtensionFailed
from budgetperf.model import Document
from budgetperf.source import Span

__all__ = ["Remark", "Rule", "distinct", "require_rules"]


@frozen(kw_only=True)
class Remark:
    """What a rule finds in one place.

    Raises:
        TypeError: if the message or a hint is no text, the span no :class:`Span`, or the path no text.

    """

    #: One line, lower case, quoting the printed words.
    message: str
    #: Where the printed words stand; None when it is about the whole source, or nothing is known of places.
    span: Span | None = None
    #: The model path, such as ``tables[0].spending_units[1].projects[3]``.
    path: str = ""
    #: What to do about it, or None.
    hint: str | None = None

    def __attrs_post_init__(self) -> None:
        # A caller without a type checker may hand in anything.
        for name, wanted in (("message", str), ("span", Span | None), ("path", str), ("hint", str | None)):
            value: object = getattr(self, name)
            if not isinstance(value, wanted):
                raise TypeError(f"the {name} of a remark is no {type(value).__name__}")


@frozen(kw_only=True)
class Rule:
    """A check of one's own, for the argument `rules` of :func:`budgetperf.check`.

    >>> from budgetperf import Document
    >>> def find(document):
    ...     if len(document.tables) > 1:
    ...         yield Remark(message=f"{len(document.tables)} tables in one file", path="tables[1]")
    >>> rule = Rule(code="X101", title="more than one table", severity="warning", find=find)
    >>> rule.found_in(Document(tables=()))
    []

    Raises:
        TypeError: if `find` can't be called.
        ValueError: if the code is none for others, or the severity unknown.

    """

    #: X, Y or Z, up to seven more capitals, and three digits: ``X001``, ``YQINGXI001``.
    code: str = field()
    title: str
    severity: Severity = field(converter=Severity)
    #: What finds it. It is given a document, and returns remarks.
    find: Callable[[Document], Iterable[Remark]] = field(repr=False)
    #: What it means, for those who ask about the code.
    explanation: str = ""
    #: What a reader can do about it.
    fix: str = ""

    def __attrs_post_init__(self) -> None:
        if not OWN_CODE.fullmatch(self.code):
            raise ValueError(
                f"the code {self.code!r} is none for a rule of your own: "
                "that is X, Y or Z, up to seven more capitals, and three digits, such as X001"
            )
        if not callable(self.find):
            raise TypeError(f"{self.code}: expected a function to find it by, not {type(self.find).__name__}")

    def found_in(self, document: Document) -> list[Diagnostic]:
        """Return what the rule finds, as diagnostics.

        Raises:
            ExtensionFailed: if it raises, or returns something else than remarks.

        """
        try:
            return [self._diagnostic(remark) for remark in self.find(document)]
        except (Exception, SystemExit) as error:  # one that ends the process would pass for nothing found
            raise ExtensionFailed(f"the rule {self.code}", f"{type(error).__name__}: {error}") from error

    def _diagnostic(self, remark: Remark) -> Diagnostic:
        if not isinstance(remark, Remark):
            raise TypeError(f"expected a Remark, not {type(remark).__name__}")
        return Diagnostic(
            code=self.code,
            severity=self.severity,
            message=remark.message,
            span=remark.span,
            path=remark.path,
            hint=remark.hint,
        )


def distinct(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Return rules, no two of which have one code.

    Raises:
        TypeError: if one is no rule.
        ValueError: if two have one code.

    """
    distinct = tuple(rules)
    codes: set[str] = set()
    for rule in distinct:
        if not isinstance(rule, Rule):
            raise TypeError(f"expected a Rule, not {type(rule).__name__}")
        if rule.code in codes:
            raise ValueError(f"two rules have the code {rule.code}")
        codes.add(rule.code)
    return distinct


def require_rules(selectors: Iterable[str], rules: Collection[Rule]) -> None:
    """Refuse selectors for rules that are not given: no other code begins so.

    Raises:
        ValueError: for the first of them.

    """
    for selector in (each.strip().upper() for each in selectors):
        if OWN_SELECTOR.fullmatch(selector) and not any(rule.code.startswith(selector) for rule in rules):
            given = f"given are {', '.join(rule.code for rule in rules)}" if rules else "no rules are given"
            raise ValueError(f"no rule has a code that begins with {selector!r}; {given}")
