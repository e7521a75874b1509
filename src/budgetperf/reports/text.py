"""Findings for people: what is wrong, by file and by project, and at the end how much of it there is."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from attrs import evolve

from budgetperf.diagnostics import Diagnostic, Severity, catalogue
from budgetperf.figures import with_separators
from budgetperf.model import AmountUnit, Document, Funding
from budgetperf.phrasebook import ENGLISH, Phrasebook
from budgetperf.rendering import Part, Role, rendered_parts
from budgetperf.reports.findings import Checked, Finding, Subject, Tally, findings_of, name_of, title_of
from budgetperf.results import ParseResult
from budgetperf.rules import Rule
from budgetperf.source import display_width
from budgetperf.terminal import beginning, broken, filled, painted, visible

__all__ = ["TextReport"]

#: Beyond this the eye loses the line on its way.
_MOST_WIDTH: Final = 120
#: Of a code with more findings in a file than `_MANY`, only `_FEW` are shown.
_MANY: Final = 5
_FEW: Final = 3
_INDENT: Final = "  "
_ELLIPSIS: Final = "…"

_FRAME, _STRONG, _DIM = "34", "1", "2"
_SEVERITY_STYLES: Final = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFO: "1;34"}
_ROLE_STYLES: Final = {
    Role.MESSAGE: _STRONG,
    Role.PLACE: "36",
    Role.FRAME: _FRAME,
    Role.CONTEXT: "",
    Role.WORDS: _STRONG,
    Role.NOTE: _DIM,
}


class TextReport:
    """Writes what was found in one file after the other, and closes with a table of codes.

    Errors and warnings are shown with the printed words, infos are counted. Of a
    code that is found very often in a file, the first few are shown.

    Args:
        width: That of the page, in cells.
        colour: Whether to colour it by terminal escapes.
        verbose: Whether to show every diagnostic, infos too, with its path in the model.
        asked_for: Codes, or beginnings of codes, of which everything is shown.
        language: That of what is told: ``"en"`` or ``"zh"``.
        rules: The rules of others by which the files were checked, for their titles.

    """

    def __init__(  # noqa: PLR0913 - each option by its name
        self,
        *,
        width: int = 100,
        colour: bool = False,
        verbose: bool = False,
        asked_for: Collection[str] = (),
        language: str = ENGLISH,
        rules: Iterable[Rule] = (),
    ) -> None:
        self.width = min(width, _MOST_WIDTH)
        self.colour = colour
        self.verbose = verbose
        self.asked_for = tuple(asked_for)
        self.words = Phrasebook(language)
        self.rules = tuple(rules)
        self.tally = Tally()

    # --- one file -------------------------------------------------------------------------------

    def shown(self, result: ParseResult[Document]) -> str:
        """Return what is said of a file; nothing where there is nothing to show."""
        shown, left_out = self._chosen([*findings_of(result)])
        if not shown:
            return ""
        lines = [self._rule(name_of(result)), self._about(result), ""]
        for subject, findings in _by_subject(shown):
            if subject is not None:
                lines.append(self._subject(subject, alone=len(result.value.tables) == 1))
            for finding, *again in _alike(findings):
                lines += [self._finding(finding, again), ""]
        if left_out:
            rest = self.words.enumerated([f"{code} ×{number:,}" for code, number in left_out.items()])
            lines += [self._painted(self.words("not shown: {rest} (-v shows all)", rest=rest), _DIM), ""]
        return "".join(f"{line}\n" for line in lines)

    def count(self, file: Checked) -> None:
        """Count a file for what :meth:`summary` and :meth:`closing` say."""
        self.tally.add(file)

    def _chosen(self, findings: Iterable[Finding]) -> tuple[list[Finding], Counter[str]]:
        """Return what is shown, and how much of each code is not; infos that nobody asked for are no part of it."""
        wanted = [finding for finding in findings if self._wanted(finding.diagnostic)]
        numbers = Counter(finding.diagnostic.code for finding in wanted)
        seen: Counter[str] = Counter()
        shown, left_out = [], Counter[str]()
        for finding in wanted:
            code = finding.diagnostic.code
            seen[code] += 1
            if self.verbose or self._asked_for(code) or numbers[code] <= _MANY or seen[code] <= _FEW:
                shown.append(finding)
            else:
                left_out[code] += 1
        return shown, left_out

    def _wanted(self, doubt: Diagnostic) -> bool:
        return self.verbose or doubt.severity is not Severity.INFO or self._asked_for(doubt.code)

    def _asked_for(self, code: str) -> bool:
        return code.startswith(self.asked_for) if self.asked_for else False

    def _rule(self, name: str) -> str:
        name = visible(name)
        rule = "─" * (self.width - display_width(name) - 4)
        return f"{self._painted('──', _FRAME)} {self._painted(name, _STRONG)} {self._painted(rule, _FRAME)}".rstrip()

    def _about(self, result: ParseResult[Document]) -> str:
        """Return whose tables they are, and what was found in them."""
        tables = result.value.tables
        numbers = Tally()
        numbers.add(result)
        named = dict.fromkeys(visible(table.department) for table in tables if table.department)
        years = dict.fromkeys(str(table.year) for table in tables if table.year is not None)
        counted = self.words.counted
        whose = [*named] if len(named) <= 1 else [counted(len(named), "department")]
        numbered = [counted(len(tables), "table")] if len(tables) != 1 else []
        numbered += [counted(numbers.projects, "project"), counted(numbers.indicators, "indicator")]
        about = " · ".join([*whose, *([self._listed(years)] if years else []), self._listed(numbered)])
        found = self._severities(numbers)
        fits = display_width(" · ".join([about, *(each for _, each in self._severity_counts(numbers))])) <= self.width
        return f"{about} · {found}" if fits else f"{about}\n{found}"

    def _subject(self, subject: Subject, *, alone: bool) -> str:
        """Return the heading of a project, a unit or a table: its name, its money, and where it belongs."""
        kind = "" if subject.project else self.words("unit" if subject.unit else "table")
        belongs = []
        if subject.project is not None and subject.unit is not None and len(subject.table.spending_units) > 1:
            belongs.append(subject.unit.name)
        if not alone and (subject.project or subject.unit):
            belongs.append(subject.table.department)
        name = beginning(visible(subject.name or "—"), self.width // 2)
        name += _ELLIPSIS * (name != visible(subject.name or "—"))
        notes = [kind, _money(subject.funding, subject.table.amount_unit), *belongs]
        about = " · ".join(visible(note) for note in notes if note)
        return f"{self._painted('■', _FRAME)} {self._painted(name, _STRONG)}  {self._painted(about, _DIM)}".rstrip()

    def _finding(self, finding: Finding, again: Sequence[Finding]) -> str:
        """Return a finding with the source line; of those that say the same of other words only where they are."""
        doubt = finding.diagnostic if self.verbose else evolve(finding.diagnostic, path="")
        weight = _SEVERITY_STYLES[doubt.severity]
        styles = {**_ROLE_STYLES, Role.CODE: weight, Role.CARET: weight}
        room = self.width - len(_INDENT)
        parts = rendered_parts(doubt, finding.source, width=room, language=self.words.language)
        if finding.about_name and not self.verbose:
            parts = _without_excerpt(parts)
        text = line = ""
        for part in (*parts, *self._where_again(again)):
            folded = "\n".join(_folded(part, line, room))
            line = (line + folded).rpartition("\n")[2]
            text += self._painted(folded, styles[part.role])
        return "\n".join(f"{_INDENT}{line}" for line in text.split("\n"))

    # --- all files ------------------------------------------------------------------------------

    def summary(self, *, headed: bool = True) -> str:
        """Return the table of codes: how often each was found, how much it weighs, and what it is about."""
        rows = self.tally.ranked()
        if not rows:
            return ""
        digits = max(len(f"{number:,}") for _, _, number in rows)
        names = {severity: self.words.severity(severity) for severity in Severity}
        width = max(map(display_width, names.values()))
        lines = (
            f"{number:>{digits},}  {self._painted(filled(names[severity], width), _SEVERITY_STYLES[severity])}  "
            f"{self._painted(code, _STRONG)}  {title_of(code, self.words.language, self.rules)}".rstrip()
            for severity, code, number in rows
        )
        table = "\n".join(lines)
        return f"{self._rule(self.words('found'))}\n{table}\n\n" if headed else f"{table}\n\n"

    def closing(self, *, failed: bool = False) -> str:
        """Return the last line: how much was checked and found; never that all is well where it `failed`."""
        tally, words = self.tally, self.words
        files = words.counted(tally.files, "file")
        if tally.unread > tally.unchecked:
            files += words(" ({number:,} can't be read)", number=tally.unread - tally.unchecked)
        if tally.unchecked:
            files += words(" ({number:,} can't be checked)", number=tally.unchecked)
        if failed or tally.of(Severity.ERROR) or tally.of(Severity.WARNING) or tally.unread:
            # Codes of others are explained only to those who say where their rules are.
            ours = next((code for _, code, _ in tally.ranked() if code in catalogue()), None)
            hint = words(" · budgetperf explain {code} says what a code means", code=ours) if ours else ""
            found = f"{self._painted(files, _STRONG)}{words(': ')}{self._severities(tally)}"
            return f"{found}{self._painted(hint, _DIM)}\n"
        numbers = words.counted(tally.projects, "project"), words.counted(tally.indicators, "indicator")
        infos = tally.of(Severity.INFO)
        noted = self._painted(words(" ({infos})", infos=words.counted(infos, Severity.INFO)), _DIM) if infos else ""
        return f"{self._painted(words('all well'), '1;32')}{words(': ')}{self._listed((files, *numbers))}{noted}\n"

    def _severities(self, tally: Tally) -> str:
        return self._listed(
            self._painted(counted, _SEVERITY_STYLES[severity] if tally.of(severity) else _DIM)
            for severity, counted in self._severity_counts(tally)
        )

    def _severity_counts(self, tally: Tally) -> list[tuple[Severity, str]]:
        return [(severity, self.words.counted(tally.of(severity), severity)) for severity in Severity]

    def _listed(self, parts: Iterable[str]) -> str:
        return self.words(", ").join(parts)

    def _where_again(self, findings: Sequence[Finding]) -> Iterator[Part]:
        """Yield a note on where the same is found again."""
        places = [place for finding in findings if (place := self._place(finding))]
        if places:
            yield Part(Role.FRAME, f"\n{_margin(findings[0])} = ")
            yield Part(Role.NOTE, self.words("the same at {places}", places=self.words.enumerated(places)))

    def _place(self, finding: Finding) -> str:
        """Return where a finding stands, without the name of the file."""
        region = finding.region
        if region:
            return f"{region.line}:{region.column}"
        return self.words.place(finding.place) if finding.place else ""

    def _painted(self, words: str, style: str) -> str:
        return painted(words, style if self.colour else "")


def _by_subject(findings: Iterable[Finding]) -> list[tuple[Subject | None, list[Finding]]]:
    """Return findings by what they are about, in the order of their first ones; those about the file go first."""
    groups: dict[str, tuple[Subject | None, list[Finding]]] = {"": (None, [])}
    for finding in findings:
        path = finding.subject.path if finding.subject else ""
        groups.setdefault(path, (finding.subject, []))[1].append(finding)
    return [group for group in groups.values() if group[1]]


def _alike(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Return findings that say the same of the same words together, such as of a target and its repetition."""
    groups: dict[tuple[str, str, str | None], list[Finding]] = {}
    for finding in findings:
        told = finding.diagnostic.code, finding.diagnostic.message, finding.words
        groups.setdefault(told, []).append(finding)
    return [*groups.values()]


def _margin(finding: Finding) -> str:
    return " " * len(str(finding.source.line_number(finding.span.start))) if finding.span else ""


def _folded(part: Part, line: str, width: int) -> Iterator[str]:
    """Yield a part in lines that fit beside and below the `line` that it goes on with; only prose is broken."""
    if part.role not in (Role.MESSAGE, Role.NOTE):
        yield part.text
        return
    indent = min(display_width(line), width // 2)
    for number, words in enumerate(broken(part.text, width - indent)):
        yield " " * (indent if number else 0) + words


def _without_excerpt(parts: Iterable[Part]) -> Iterator[Part]:
    """Yield the parts of a finding without the source line, where the heading says it already."""
    for part in parts:
        excerpt = part.role is Role.FRAME and "|" in part.text
        if not excerpt and part.role not in (Role.CONTEXT, Role.WORDS, Role.CARET):
            yield part


def _money(funding: Funding | None, unit: AmountUnit | None) -> str:
    """Return an amount with its unit, where both are printed.

    >>> from decimal import Decimal
    >>> _money(Funding(total=Decimal("3260.00")), AmountUnit("万元"))
    '3,260.00 万元'
    """
    if funding is None or funding.total is None:
        return ""
    return f"{with_separators(funding.total)} {unit or ''}".rstrip()
