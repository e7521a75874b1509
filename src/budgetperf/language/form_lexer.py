"""Cut a part of a value without a number: by its whole form, or by the directions in it."""

import re
from collections.abc import Iterable, Iterator

from budgetperf.grades import names as grade_names
from budgetperf.language.patterns import Patterns
from budgetperf.language.tokens import CLOSINGS, CUES, Token
from budgetperf.language.vocabulary import one_of

__all__ = ["FormLexer"]

_LONGEST_SUBJECT = 10
_LONGEST_OBJECT = 4
#: What makes an object one of the sentence's own: 提升我区形象.
_QUALIFIED = re.compile("[的我各区县市镇村和与及]|[本全][省校院局国]")
#: What denies a direction, or belongs to something to be done: 对平台进行优化.
_NO_SUBJECT = re.compile(f"{one_of('denied')}$")


class FormLexer:
    """Tells grades, bounds that stand elsewhere, absences and trends from sentences."""

    def __init__(self, patterns: Patterns) -> None:
        self.patterns = patterns
        words = patterns.words
        self._moving = patterns.any_of("UP", "DOWN", "STEADY", "MANNER")
        cues = "|".join(f"(?:{words[name]})" for name in CUES if name != "NEARLY")
        signs = r"[≥≤><=≧≦≪≫《》]=?"
        bound, closing = words["BOUND"], f"(?:{words['OR_LESS']})"
        grades = "|".join(re.escape(name) for name in grade_names())
        subject = rf"(?P<SUBJECT>[^,;、。()0-9]{{0,{_LONGEST_SUBJECT}}}?)"
        # 安全生产零事故
        goal, lacking = one_of("goal"), words["NONE"]
        self._lacking = re.compile(
            rf"{goal}?([^,;、。0-9]{{0,10}}?)(?={lacking})(零)(.{{2,12}})|{goal}()(?={lacking})(无)(.{{2,12}})"
        )
        self._grade = re.compile(grades)
        self._graded = re.compile(
            rf"(?:定性)?{subject}(?P<cue>{cues})?(?P<GRADE>{grades})(?:等次|等级|档次)?(?P<closing>{words['OR_MORE']}|{closing})?"
        )
        self._referred = [
            re.compile(rf"{subject}(?P<cue>{signs})(?P<BOUND>[^0-9,;、。]{{2,20}})()()"),
            re.compile(rf"{subject}(?P<cue>{cues})(?P<BOUND>{bound})(?:范围|限额)?(?P<closing>{closing})?()"),
            re.compile(
                rf"{subject}(?P<cue>{words['ACCORDING']})(?P<BOUND>{bound})()(?:执行|完成|实施|落实|进行|发放|支付|开展)?()"
            ),
            re.compile(
                rf"{subject}(?P<cue>{words['INSIDE']})(?P<BOUND>{bound})的?(?:范围|限额)?(?P<closing>{closing})(?P<rest>.{{0,16}})"
            ),
            re.compile(rf"(?P<BOUND>{bound})(?:范围|限额)?(?P<closing>{closing})(?P<rest>.{{0,16}})"),
            re.compile(rf"{subject}(?P<cue>{cues})?(?P<BOUND>[0-9]{{1,4}}年一遇[^0-9]{{0,8}})"),
            re.compile(rf"()(?P<cue>{words['COMPLETING']})(?P<BOUND>.{{2,30}})()()"),
        ]

    def tokens(self, words: str, start: int) -> Iterator[Token]:
        """Yield the tokens of a part without a number."""
        for name in ("YES", "NO", "STANDARD"):
            if self.patterns[name].fullmatch(words):
                yield Token(name, words, start)
                return
        found = self._lacking.fullmatch(words)
        if found:
            subject, none, noun = (group for group in found.groups() if group is not None)
            yield Token("NONE", none, start)
            yield Token("SUBJECT", subject + noun, start)
            return
        found = self.patterns["NONE"].match(words)
        if found:
            yield Token("NONE", found[0], start)
            yield Token("SUBJECT", words[found.end() :], start + found.end())
            return
        found = self._graded.fullmatch(words) if self._grade.search(words) else None
        if found and _names_grade(found):
            yield from self._tokens_of(found, start)
            return
        if not self.patterns["COMPARED"].search(words):
            for pattern in self._referred:
                found = pattern.fullmatch(words)
                if found:
                    yield from self._tokens_of(found, start)
                    return
        yield from self._movement(words, start)

    def _tokens_of(self, found: re.Match[str], start: int) -> Iterator[Token]:
        """Yield a token for each group that took part; a cue and a closing get the name of their terminal."""
        names = {number: name for name, number in found.re.groupindex.items()}
        for number, name in sorted(names.items()):
            words = found[number]
            if not words:
                continue
            place = start + found.start(number)
            if name in ("cue", "closing"):
                among = ("ACCORDING", "INSIDE", "COMPLETING", *CUES) if name == "cue" else CLOSINGS
                yield Token(self._terminal(among, found, number), words, place)
            else:
                yield Token("SUBJECT" if name == "rest" else name, words, place)

    def _terminal(self, among: Iterable[str], found: re.Match[str], group: int) -> str:
        """Return the terminal that the words of a group are."""
        matches = ((name, self.patterns[name].match(found.string, found.start(group))) for name in among)
        return next((name for name, match in matches if match and match.end() >= found.end(group)), "EQUAL")

    def _movement(self, words: str, start: int) -> Iterator[Token]:
        """Yield the tokens of 稳步提升 and its like; of a sentence, its first word and the rest."""
        compared = self.patterns["COMPARED"].search(words)
        tokens: list[Token] = []
        at = 0
        while at < len(words):
            found = self._moving.search(words, at)
            if compared and (not found or compared.start() <= found.start()):
                found, name = compared, "COMPARED"
                compared = None
            elif found:
                name = found.lastgroup or ""
            else:
                break
            if at < found.start():
                tokens.append(Token("SUBJECT", words[at : found.start()], start + at))
            tokens.append(Token(name, found[0], start + found.start()))
            at = found.end()
        if at < len(words):
            tokens.append(Token("SUBJECT", words[at:], start + at))
        doing = self.patterns["DOING"].match(words)
        if self._is_trend(tokens, doing):
            yield from tokens
        elif doing and doing.end() < len(words):
            yield Token("DOING", doing[0], start)
            yield Token("SUBJECT", words[doing.end() :], start + doing.end())
        else:
            yield Token("SUBJECT", words, start)

    @staticmethod
    def _is_trend(tokens: list[Token], doing: re.Match[str] | None) -> bool:
        """Tell 功能提高 and 增加岗位 from a sentence with an object of its own."""
        subjects = [token for token in tokens if token.type == "SUBJECT"]
        if not any(token.type in ("UP", "DOWN", "STEADY") for token in tokens) or len(subjects) > 1:
            return False
        if not subjects:
            return True
        subject = subjects[0]
        if subject is tokens[0]:
            return not doing and len(subject.words) <= _LONGEST_SUBJECT and not _NO_SUBJECT.search(subject.words)
        short = len(subject.words) <= _LONGEST_OBJECT
        return subject is tokens[-1] and short and not _QUALIFIED.search(subject.words)


def _names_grade(found: re.Match[str]) -> bool:
    """Tell a grade from a word that ends like one: 优 and 等级为优, but not 择优 or 三四级."""
    subject, grade = found["SUBJECT"], found["GRADE"]
    if not subject:
        return True
    is_cut = subject.endswith((*"较基一二三四五", "十分"))
    return bool(found["cue"]) or (len(grade) > 1 and not is_cut and not _NO_SUBJECT.search(subject))
