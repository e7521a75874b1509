"""What printed codes and labels of categories stand for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetperf.taxonomy import Taxonomy, TaxonomyEntry, bare_label, standard_taxonomy

TAXONOMY = standard_taxonomy()
LEVELS = {1: TAXONOMY.level1, 2: TAXONOMY.level2}
LABELS = [(level, entry, label) for level, entries in LEVELS.items() for entry in entries for label in entry.labels]
CODED = [(level, entry) for level, entries in LEVELS.items() for entry in entries if entry.code]
SATISFACTION = "service_recipient_satisfaction"


@pytest.mark.parametrize(
    ("level", "code", "label", "category"),
    [
        (1, "1", "产出指标", "output"),
        (1, "2", "效益指标", "benefit"),
        (1, "3", "满意度指标", "satisfaction"),
        (1, None, "成本指标", "cost"),
        (1, None, "投入", "input"),
        (1, None, "过程", "process"),
        (1, None, "效果", "benefit"),
        (1, None, "项目产出", "output"),
        (2, "11", "数量指标", "quantity"),
        (2, "12", "质量指标", "quality"),
        (2, "13", "时效指标", "timeliness"),
        (2, "14", "成本指标", "cost"),
        (2, "21", "经济效益指标", "economic_benefit"),
        (2, "22", "社会效益", "social_benefit"),
        (2, "23", "生态效益", "ecological_benefit"),
        (2, "24", "可持续影响指标", "sustainable_impact"),
        (2, "24", "可持续发展", "sustainable_impact"),
        (2, "31", "服务对象满意度指标", SATISFACTION),
        (2, None, "满意度指标", SATISFACTION),
        (2, None, "参训学员满意度指标", SATISFACTION),  # whoever is satisfied
        (2, None, "参训学员满 意度", SATISFACTION),
        (2, None, "经济成本指标", "economic_cost"),
        (2, None, "社会成本指标", "social_cost"),
        (2, None, "生态环境成本指标", "ecological_cost"),
        (2, None, "数 量\n指标", "quantity"),
        (2, None, "数量指标（必填）", "quantity"),
        (2, None, "数量目标", "quantity"),
        (2, None, "数量指标值", "quantity"),
        (2, None, "成本指标(0-20)分", "cost"),
        (2, None, "成本指标0-20", "cost"),
    ],
)
def test_clear_pairs(level: int, code: str | None, label: str, category: str) -> None:
    """A pair that documents print in good order resolves without doubt."""
    assert (category, True, True, False) == TAXONOMY.resolve(level, code, label)


@pytest.mark.parametrize(
    ("level", "code", "label", "expected"),
    [
        # category, label known, code known, contradictory
        (2, "12", "数量指标", ("quantity", True, True, True)),  # the label decides
        (1, "1", "效益指标", ("benefit", True, True, True)),
        (2, "3", "满意度指标", (SATISFACTION, True, False, False)),  # a level-1 code at level 2
        (2, "1", "数量指标", ("quantity", True, False, False)),
        (1, "2", "效监指标", ("benefit", False, True, False)),  # damaged, so the code decides
        (1, "2", "交益指标", ("benefit", False, True, False)),
        (2, "22", "社会效监", ("social_benefit", False, True, False)),
        (2, "99", "其他", (None, False, False, False)),
        (2, None, "其他", (None, False, True, False)),
        (2, "11", "", ("quantity", True, True, False)),  # a code alone
        (2, "99", "", (None, True, False, False)),
        (2, None, "", (None, True, True, False)),
        (1, "4", "成本指标", ("cost", True, True, False)),  # has no code in wide use to contradict
        (1, "1", "成本指标", ("cost", True, True, False)),
        (1, None, "数量指标", (None, False, True, False)),  # of the other level
        (1, None, "学员满意度", (None, False, True, False)),  # any satisfaction is level 2
    ],
)
def test_doubtful_pairs(
    level: int, code: str | None, label: str, expected: tuple[str | None, bool, bool, bool]
) -> None:
    """A damaged or contradictory pair resolves to what is more likely, and says what failed."""
    assert expected == TAXONOMY.resolve(level, code, label)


@pytest.mark.parametrize(("level", "entry", "label"), LABELS, ids=lambda value: value if isinstance(value, str) else "")
def test_every_label_resolves_to_its_own_entry(level: int, entry: TaxonomyEntry, label: str) -> None:
    """With and without code and 指标, a label of the data stands for its entry."""
    assert label == bare_label(label)
    for code in (None, entry.code):
        for ending in ("", "指标", "目标", "指标值"):
            assert (entry.category, True, True, False) == TAXONOMY.resolve(level, code, label + ending)


@pytest.mark.parametrize("level", [1, 2])
def test_labels_codes_and_categories_are_unique(level: int) -> None:
    """Within a level no label, code or category stands in two entries."""
    entries = LEVELS[level]
    labels = [label for entry in entries for label in entry.labels]
    codes = [entry.code for entry in entries if entry.code]
    categories = [entry.category for entry in entries]
    for words in (labels, codes, categories):
        assert sorted(set(words)) == sorted(words)


@pytest.mark.parametrize("level", [1, 2])
def test_labels_come_longest_first(level: int) -> None:
    """The list of labels is complete and fit for an alternation that takes the first match."""
    labels = TAXONOMY.labels(level)
    assert sorted(label for entry in LEVELS[level] for label in entry.labels) == sorted(labels)
    assert sorted(map(len, labels), reverse=True) == list(map(len, labels))


@pytest.mark.parametrize(("level", "entry"), CODED, ids=lambda value: "" if isinstance(value, int) else value.code)
def test_codes_have_a_digit_for_each_level(level: int, entry: TaxonomyEntry) -> None:
    """A level-1 code is a digit; a level-2 code begins with that of a category it belongs under."""
    code = entry.code or ""
    assert level == len(code)
    if level == 2:
        above = TAXONOMY.resolve(1, code[0], "").category
        assert above in entry.parents


def test_entries_name_known_parents_and_generations() -> None:
    """Level 2 belongs under categories of level 1; every entry comes from a generation of the standard."""
    level1 = {entry.category for entry in TAXONOMY.level1}
    for entry in TAXONOMY.level2:
        assert entry.parents
        assert level1.issuperset(entry.parents)
    for entry in (*TAXONOMY.level1, *TAXONOMY.level2):
        assert entry.labels
        assert entry.generations
        assert {"2013", "2015", "2021"}.issuperset(entry.generations)
    assert all(not entry.parents for entry in TAXONOMY.level1)


@pytest.mark.parametrize(
    ("level2", "level1", "expected"),
    [
        ("quantity", "output", True),
        ("quantity", "benefit", False),
        ("cost", "output", True),  # 2013 and 2015
        ("cost", "cost", True),  # 2021
        ("social_cost", "output", False),
        ("sustainable_impact", "benefit", True),
        (SATISFACTION, "satisfaction", True),
        (SATISFACTION, "benefit", True),  # 2013
        ("economic_benefit", "satisfaction", False),
    ],
)
def test_belongs(level2: str, level1: str, expected: bool) -> None:  # noqa: FBT001 - a table of cases
    """A level-2 category stands under some level-1 categories only, in any generation."""
    assert expected is TAXONOMY.belongs(level2, level1)


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("数量指标", "数量"),
        ("数 量目标（必填）", "数量"),
        ("成本指标(0-20)分", "成本"),
        ("【产出】产出指标", "产出"),
        ("指标", ""),
        ("指标管理", "指标管理"),
        ("成本指标0-20\n分", "成本"),
        ("", ""),
    ],
)
def test_bare_label(label: str, expected: str) -> None:
    """What does not tell categories apart is dropped: blanks, brackets, scores, 指标."""
    assert expected == bare_label(label)


@given(st.sampled_from([1, 2]), st.none() | st.text(max_size=4), st.text(max_size=20))
def test_any_pair_has_an_answer(level: int, code: str | None, label: str) -> None:
    """Whatever is printed, resolving names a category of the level or none."""
    resolution = TAXONOMY.resolve(level, code, label)
    assert resolution.category in {None, *(entry.category for entry in LEVELS[level])}
    assert not resolution.contradictory or (resolution.label_known and resolution.code_known)


@pytest.mark.parametrize("unit", ["（", "(5", "9\n", "指标", "[）"])
def test_long_labels_take_linear_time(unit: str) -> None:
    """A megabyte of brackets is no trouble; quadratic time would not end."""
    assert None is TAXONOMY.resolve(2, None, unit * 500_000 + "）").category


def test_a_taxonomy_of_ones_own() -> None:
    """Another taxonomy can be read from data of the same form."""
    taxonomy = Taxonomy.from_toml(
        """
        version = "local"
        [[level1]]
        category = "output"
        code = "1"
        labels = ["产出"]
        [[level2]]
        category = "quantity"
        code = "16"
        labels = ["数目"]
        parents = ["output"]
        [[level2]]
        category = "service_recipient_satisfaction"
        labels = ["满意度"]
        parents = ["output"]
        """
    )
    assert "local" == taxonomy.version
    assert ("quantity", True, True, False) == taxonomy.resolve(2, "16", "数目指标")
    assert taxonomy.belongs("quantity", "output")
