"""The ways in which a document gets damaged, each with what must be told of it."""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import wraps
from random import Random

from attrs import evolve

from soundtables import QUANTITIES, Clause, Printed, Row, alike

Damage = Callable[[Printed, Random], None]
#: Each kind of damage with the codes of which one must tell of it.
DAMAGES: dict[str, tuple[Damage, frozenset[str]]] = {}


def told_by(*codes: str) -> Callable[[Damage], Damage]:
    """Register a damage."""

    def register(damage: Damage) -> Damage:
        DAMAGES[damage.__name__] = damage, frozenset(codes)
        return damage

    return register


def needing_codes(damage: Damage) -> Damage:
    """Do a damage to categories that are printed with their codes; without them nothing contradicts the label."""

    @wraps(damage)
    def coded(printed: Printed, random: Random) -> None:
        printed.dialect.has_codes = True
        damage(printed, random)

    return coded


def a_project(printed: Printed, random: Random) -> Row:
    """Return any project."""
    return random.choice(printed.projects)


def a_clause(printed: Printed, random: Random, *, level2: str = "", value: str = "") -> Clause:
    """Return any clause whose level-2 category and value hold these words."""
    found = [
        clause
        for row in printed.projects
        for clause in row.clauses
        if level2 in (clause.level2 or "") and value in (clause.period or "")
    ]
    return random.choice(found)


@told_by("A501", "A502")
def an_amount_is_off_by_a_cent(printed: Printed, random: Random) -> None:
    """A digit of any amount is changed."""
    rows = [printed.total, *(unit for unit, _ in printed.units), *printed.projects]
    row = random.choice([row for row in rows if row])
    place = random.choice([place for place, amount in enumerate(row.amounts) if amount])
    row.amounts[place] = f"{Decimal(row.amounts[place]) + random.choice((1, -1)) * Decimal('0.01'):.2f}"


@told_by("A502")
def a_project_row_is_lost(printed: Printed, random: Random) -> None:
    """A project vanishes from its unit."""
    _, projects = random.choice(printed.units)
    projects.remove(random.choice(projects))


@told_by("R115", "A502", "R113")
def a_unit_row_is_lost(printed: Printed, random: Random) -> None:
    """The row of a unit vanishes."""
    place = random.randrange(len(printed.units))
    printed.units[place] = (None, printed.units[place][1])


@told_by("R118")
def the_total_row_is_lost(printed: Printed, random: Random) -> None:  # noqa: ARG001 - there is one
    """The row 合计 vanishes."""
    printed.total = None


@told_by("R104")
def the_unit_of_amounts_is_lost(printed: Printed, random: Random) -> None:  # noqa: ARG001 - there is one
    """The caption 单位：万元 vanishes."""
    del printed.captions["unit"]


@told_by("R112")
def the_department_is_lost(printed: Printed, random: Random) -> None:  # noqa: ARG001 - there is one
    """The caption of the department vanishes."""
    del printed.captions["department"]


@told_by("A505", "A506")
def an_amount_is_damaged(printed: Printed, random: Random) -> None:
    """A digit is read as a letter."""
    row = a_project(printed, random)
    digit = random.choice([digit for digit in row.amounts[0] if digit.isdigit()])
    row.amounts[0] = row.amounts[0].replace(digit, {"0": "O", "1": "l"}.get(digit, "见"), 1)


@told_by("A503")
def an_amount_is_split(printed: Printed, random: Random) -> None:
    """A blank comes between the digits of an amount."""
    row = a_project(printed, random)
    row.amounts[0] = row.amounts[0].replace(".", ". ")


@told_by("A509")
def an_amount_is_negative(printed: Printed, random: Random) -> None:
    """A sign comes before an amount."""
    row = a_project(printed, random)
    row.amounts[0] = f"-{row.amounts[0]}"


@told_by("T402", "T403")
def a_level1_label_is_swapped(printed: Printed, random: Random) -> None:
    """产出 becomes 效益, or the other way round."""
    clause = a_clause(printed, random)
    # Without codes, satisfaction may stand under 效益: there it stood in 2013.
    elsewhere = ("1", "3", "4") if printed.dialect.has_codes else ("1", "4")
    clause.level1 = "2-效益指标" if clause.level1.startswith(elsewhere) else "1-产出指标"


@told_by("T402", "T403")
@needing_codes
def a_level2_label_is_swapped(printed: Printed, random: Random) -> None:
    """数量 becomes 质量 behind its code."""
    clause = a_clause(printed, random, level2="1")
    code = str(clause.level2).split("-")[0]
    labels = {
        "11": "质量指标",
        "12": "时效指标",
        "13": "数量指标",
        "14": "质量指标",
        "31": "社会效益",
        "41": "质量指标",
    }
    clause.level2 = f"{code}-{labels[code]}"


@told_by("T402", "T404")
@needing_codes
def a_level2_code_is_damaged(printed: Printed, random: Random) -> None:
    """A digit of the code is lost."""
    clause = a_clause(printed, random)
    clause.level2 = str(clause.level2)[1:] if random.random() < 0.5 else f"7{str(clause.level2)[1:]}"


@told_by("T401", "T405", "G201", "G206")
def a_label_is_damaged(printed: Printed, random: Random) -> None:
    """A character of a label is misread; without codes, the label may be taken for another part of the clause."""
    clause = a_clause(printed, random)
    if random.random() < 0.5:
        for printed_as in (("产出", "产岀"), ("效益", "效监"), ("满意度", "满意庋"), ("成本", "戍本")):
            clause.level1 = clause.level1.replace(*printed_as)
    else:
        label = str(clause.level2)
        clause.level2 = label.replace("满意度", "满意庋") if "满意度" in label else f"{label[:3]}瞢{label[4:]}"


@told_by("T405")
def a_level2_category_is_lost(printed: Printed, random: Random) -> None:
    """The level-2 category is not printed."""
    a_clause(printed, random).level2 = None


@told_by("T406", "T407", "T408")
def a_category_is_lost(printed: Printed, random: Random) -> None:
    """The indicators of one level-1 category vanish."""
    row = a_project(printed, random)
    lost = random.choice(("1-", "2-", "3-"))
    row.clauses = [
        evolve(clause, ordinal=ordinal)
        for ordinal, clause in enumerate((each for each in row.clauses if not each.level1.startswith(lost)), 1)
    ]


@told_by("G211")
def a_target_is_blanked(printed: Printed, random: Random) -> None:
    """Nothing stands behind the label of a target."""
    clause = a_clause(printed, random)
    if random.random() < 0.5:
        clause.period = ""
    else:
        clause.annual = ""


@told_by("G202", "G210")
def a_target_is_lost(printed: Printed, random: Random) -> None:
    """A target is not printed."""
    clause = a_clause(printed, random)
    if random.random() < 0.5:
        clause.period = None
    else:
        clause.annual = None


@told_by("G203", "G205")
def a_target_is_repeated(printed: Printed, random: Random) -> None:
    """The annual target is printed again."""
    clause = a_clause(printed, random)
    clause.rest = f"年度指标值：{clause.annual}。"


@told_by("G204", "G215", "P609")
def a_clause_is_repeated(printed: Printed, random: Random) -> None:
    """A clause is printed again, with its own ordinal or with the next one."""
    row = a_project(printed, random)
    clause = random.choice(row.clauses)
    place = row.clauses.index(clause) + 1
    row.clauses.insert(place, evolve(clause))
    if random.random() < 0.5:
        for ordinal, each in enumerate(row.clauses, 1):
            each.ordinal = ordinal


@told_by("G204")
def a_clause_is_lost(printed: Printed, random: Random) -> None:
    """A clause vanishes from the midst of a cell."""
    row = a_project(printed, random)
    del row.clauses[random.randrange(len(row.clauses) - 1)]


@told_by("G209", "T405")
def a_name_is_lost(printed: Printed, random: Random) -> None:
    """The name of an indicator is not printed; without codes, the level-2 category may be taken for it."""
    a_clause(printed, random).name = ""


@told_by("V317")
def a_target_echoes_the_name(printed: Printed, random: Random) -> None:
    """The name stands in the place of the value."""
    clause = a_clause(printed, random)
    clause.period = clause.annual = clause.name


@told_by("V318")
def a_target_is_a_placeholder(printed: Printed, random: Random) -> None:
    """A form's marks stand in the place of the value."""
    clause = a_clause(printed, random)
    clause.period = clause.annual = random.choice(("≥**%", "XX", "/", "—", "待定", "……"))


@told_by("V307")
def a_sign_is_misread(printed: Printed, random: Random) -> None:
    """A sign becomes another that looks like it."""
    clause = a_clause(printed, random, value="%" if random.random() < 0.5 else "")
    number = random.randint(10, 99)
    clause.period = clause.annual = random.choice(("≪", "》", "≫", "《")) + f"{number}%"


@told_by("V308")
def a_sign_is_read_as_a_digit(printed: Printed, random: Random) -> None:
    """≥ becomes 2 in one of two targets."""
    clause = a_clause(printed, random, level2="11-")
    number = random.randint(11, 99)
    clause.period, clause.annual = f"≥{number}个", f"2{number}个"


@told_by("V324")
def a_share_is_above_a_hundred(printed: Printed, random: Random) -> None:
    """A digit comes into a share."""
    clause = a_clause(printed, random, value="%")
    clause.name = clause.name.replace("产能利用率", "设备利用率")  # which alone may be above it
    clause.period = clause.annual = f"≥{random.randint(101, 989)}%"


@told_by("V325")
def a_cost_gets_a_floor(printed: Printed, random: Random) -> None:
    """≤ becomes ≥ in a cost."""
    clause = a_clause(printed, random)
    clause.level1, clause.level2, clause.name = "1-产出指标", "14-成本指标", "每公里清淤成本"
    clause.period = clause.annual = random.choice(("≥{}万元", "{}元以上", "不少于{}万元")).format(
        random.randint(2, 900)
    )


@told_by("V326")
def a_satisfaction_gets_a_ceiling(printed: Printed, random: Random) -> None:
    """≥ becomes ≤ in a satisfaction."""
    clause = a_clause(printed, random, level2="31-")
    clause.period = clause.annual = f"≤{random.randint(80, 99)}%"


@told_by("V327")
def a_deadline_is_of_another_year(printed: Printed, random: Random) -> None:
    """The year of a deadline is that of last year's form."""
    clause = a_clause(printed, random, level2="12-", value="%")
    clause.level2, clause.name = "13-时效指标", "全部工程完成时间"
    clause.period = clause.annual = f"{printed.year + random.choice((-2, -1, 1))}年{random.randint(1, 12)}月15日前"


@told_by("V329")
def the_year_goes_beyond_the_period(printed: Printed, random: Random) -> None:
    """The annual target asks for more than the period's."""
    clause = a_clause(printed, random, level2="11-")
    number = random.randint(3, 400)
    clause.period, clause.annual = f"≥{number}个", f"≥{number + random.randint(1, 90)}个"


@told_by("P601")
def an_objective_is_lost(printed: Printed, random: Random) -> None:
    """The objective is empty."""
    a_project(printed, random).objective = ""


@told_by("P602")
def the_indicators_are_lost(printed: Printed, random: Random) -> None:
    """The cell of indicators is empty."""
    a_project(printed, random).clauses = []


@told_by("P605")
def a_target_is_made_vague(printed: Printed, random: Random) -> None:
    """A number gives way to a direction."""
    clause = a_clause(printed, random, level2="22-")
    clause.name = "村容村貌"
    clause.period = clause.annual = random.choice(("有效提升", "持续改善", "稳步提高", "明显好转", "效果显著"))


@told_by("P606")
def an_indicator_is_misplaced(printed: Printed, random: Random) -> None:
    """An indicator stands under another category than its name asks for."""
    clause = a_clause(printed, random, level2="11-")
    clause.name, value = random.choice((("村民满意度", "≥90%"), ("资金拨付及时率", "≥95%"), ("工程验收合格率", "100%")))
    clause.period = clause.annual = value


@told_by("P607", "P608")
def a_project_is_copied(printed: Printed, random: Random) -> None:
    """A project has the objective or the indicators of another one."""
    first, second = random.sample(printed.projects, 2)
    if random.random() < 0.5:
        second.objective = first.objective
    else:
        second.clauses = [evolve(clause) for clause in first.clauses]


# --- kinds that stand in the whole, or in several parts at once -------------------------------------------------


@told_by("A510")
def the_unit_of_amounts_is_contradicted(printed: Printed, random: Random) -> None:  # noqa: ARG001 - there is one
    """Another unit of amounts is printed below the first."""
    printed.captions["other unit"] = "单位：元"


@told_by("R133")
def the_name_of_a_project_is_lost(printed: Printed, random: Random) -> None:
    """A project has no name."""
    a_project(printed, random).name = ""


@told_by("A508")
def the_amounts_are_lost(printed: Printed, random: Random) -> None:
    """A project has no amount."""
    row = a_project(printed, random)
    row.amounts = [""] * len(row.amounts)


@told_by("A505", "A506")
def an_amount_is_a_word(printed: Printed, random: Random) -> None:
    """A word stands in the place of an amount."""
    a_project(printed, random).amounts[0] = random.choice(("详见附表", "待定额", "据实"))


@told_by("V330")
def several_years_ask_for_one(printed: Printed, random: Random) -> None:
    """A project takes several years, and its targets are the year's alone."""
    a_project(printed, random).name += random.choice(
        ("（{0}-{1}年）", "（{0}—{1}年）", "{0}至{1}年", "三年行动")
    ).format(printed.year, printed.year + 2)


@told_by("V331")
def an_objective_disagrees(printed: Printed, random: Random) -> None:
    """The objective names another number than the indicator."""
    row = a_project(printed, random)
    clause = random.choice([each for each in row.clauses if each.level2 == "11-数量指标"])
    (unit,) = (unit for name, unit in QUANTITIES if name == clause.name)
    noun = re.sub("(?:数量|人数|户数|长度)$", "", clause.name)
    sentence = random.choice(
        ("全年{noun}{number}{unit}。", "计划{noun}{number}{unit}以上，", "一是{noun}约{number}{unit}；")
    )
    row.objective = sentence.format(noun=noun, number=random.randint(5000, 9000), unit=unit) + row.objective


@told_by("V327")
def a_deadline_is_behind_the_period(printed: Printed, random: Random) -> None:
    """The target of the period is due when the years in the project's name are over."""
    row = a_project(printed, random)
    row.name += f"（{printed.year}-{printed.year + 1}年）"
    day = f"年{random.randint(1, 12)}月15日前"
    due = Clause(
        len(row.clauses) + 1, "1-产出指标", "13-时效指标", "全部工程交付时间", f"{printed.year + 2}{day}", None
    )
    due.annual = f"{printed.year}{day}"
    row.clauses.append(due)


@told_by("V328")
def a_deadline_is_of_an_earlier_year(printed: Printed, random: Random) -> None:
    """In a table that states no year, one deadline is of an earlier one than the others."""
    printed.captions["title"] = "项目支出绩效目标表"
    for row in printed.projects:
        for name in ("首批任务完成时间", "末批任务完成时间"):
            day = f"{printed.year}年{random.randint(2, 12)}月20日前"
            row.clauses.append(evolve(alike("1-产出指标", "13-时效指标", name, day), ordinal=len(row.clauses) + 1))
    late = random.choice(printed.projects).clauses[-1]
    late.period = late.annual = f"{printed.year - random.randint(1, 3)}年6月15日前"


@told_by("V333")
def a_target_asks_for_nothing(printed: Printed, random: Random) -> None:
    """The number behind ≥ is lost."""
    clause = a_clause(printed, random, level2="11-")
    clause.period = clause.annual = random.choice(("≥0个", "不少于0个", "0个以上"))


@told_by("V332")
def the_targets_are_counted_in_two_units(printed: Printed, random: Random) -> None:
    """The year is counted in persons, the period in visits."""
    clause = a_clause(printed, random, level2="11-")
    number = random.randint(20, 900)
    clause.period, clause.annual = f"{number}人次", f"{number}人"


@told_by("V304", "V305")
def the_cues_contradict(printed: Printed, random: Random) -> None:
    """Two cues beside a number, or one beside a range, disagree."""
    clause = a_clause(printed, random, level2="11-")
    number = random.randint(11, 90)
    values = (f"≥{number}个以下", f"超过{number}个以上", f"不少于{number}-{number + 2}个", f"≤{number}个以上")
    clause.period = clause.annual = random.choice(values)


@told_by("V301", "V303")
def a_unit_is_lost(printed: Printed, random: Random) -> None:
    """A number stands alone."""
    clause = a_clause(printed, random, level2="11-")
    clause.period = clause.annual = f"≥{random.randint(11, 900)}"


@told_by("V323")
def a_number_is_split(printed: Printed, random: Random) -> None:
    """A blank comes into the number of a target."""
    clause = a_clause(printed, random, level2="12-", value="%")
    clause.period = clause.annual = f"≥{random.randint(80, 99)}. {random.randint(1, 9)}%"


@told_by("G204", "G206", "G207")
def a_boundary_is_lost(printed: Printed, random: Random) -> None:
    """The ordinal of a clause is not printed, so that it runs on from the one before."""
    row = a_project(printed, random)
    row.clauses[random.randrange(1, len(row.clauses))].ordinal = None


@told_by("P603")
def no_output_can_be_measured(printed: Printed, random: Random) -> None:
    """Sentences stand in the place of all outputs."""
    row = a_project(printed, random)
    for clause in row.clauses:
        if clause.level1.startswith("1-"):
            clause.period = clause.annual = f"{clause.name}按照上级的部署逐项推进落到实处"


@told_by("P604")
def few_indicators_can_be_measured(printed: Printed, random: Random) -> None:
    """Sentences stand in the place of all values but one."""
    row = a_project(printed, random)
    for clause in row.clauses[1:]:
        clause.period = clause.annual = f"{clause.name}方面的工作按照上级的部署逐项推进"
