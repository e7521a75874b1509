"""The cells to measure with: those of seed 002, or invented ones of the same shape.

The seed is the clean one of the published documents: one dialect throughout, 53
cells, 221 indicators, 13,035 characters, every clause complete. So the yardstick
reads all of it, and both sides do the same work.
"""

import re
from collections.abc import Iterator
from itertools import count, cycle, islice
from pathlib import Path

__all__ = ["seed_text", "varied"]

_SEED = Path(__file__).resolve().parents[3] / "shared" / "seeds" / "002_69318a9b511d8c9f.txt"
#: The name begins behind the level-2 category, the value behind its label.
_BEFORE_NAME = re.compile(r"(?<=；)[1-3][1-5]-[^；\t\n]+；")
_BEFORE_VALUE = re.compile(r"指标值[:：]")
_HEADER = "项目名称（资金使用单位）\t总计\t财政拨款\t财政专户拨款\t其他资金\t绩效目标\t绩效指标"

_CATEGORIES = (
    "1-产出指标；11-数量指标", "1-产出指标；12-质量指标", "1-产出指标；13-时效指标",
    "2-效益指标；22-社会效益", "3-满意度指标；31-服务对象满意度",
)  # fmt: skip
_PLACES = ("青禾县", "临江镇", "北湖片区", "云岭", "老城街道")
_MATTERS = ("图书借阅", "河道保洁员培训", "路灯检修", "农技推广讲座", "古树名木巡护")
_MEASURES = ("次数", "完成率", "及时率", "覆盖面", "满意度（%）")
_VALUES = (
    "100%", "≥20家", r"$\geq$ 60%", "3场以上", "稳步提升", "不少于300个点位", "90%以上", r"$\geq 50$ 家",
    "2024年12月31日前完成验收", "1.5亿元", "合格及以上", "有所提高", "12次", "进一步方便居民借阅和归还图书",
)  # fmt: skip
#: Characters of which names of places are made.
_NAMES = "青禾澜霁川岚望溪松栖梧棠樾榆柳桐枫桥坪岭坞浦汀洲渚沙湾滩泽渊潭岩崖峰峦谷原野畈埠墩堡寨营屯庄村镇乡邑"
#: How many indicators the cells hold, in turn: 53 cells of 4 or 5 make 221.
_SIZES = (*(5 for _ in range(9)), *(4 for _ in range(44)))


def seed_text() -> tuple[str, str]:
    """Return a whole document, and what to call it in the report."""
    if _SEED.is_file():
        return _SEED.read_text("utf-8"), "seed 002"
    return _invented_text(), "invented text of the shape of seed 002"


def varied(text: str, *, values: bool = False) -> Iterator[str]:
    """Yield `text` again and again, each time with other names (and other `values`).

    No cell comes twice, so nothing kept from one round helps in the next; unless
    asked otherwise, the targets' texts repeat, as they do from file to file.
    """
    for number in count():
        mark = _mark(number)
        changed = _BEFORE_NAME.sub(rf"\g<0>{mark}", text)
        yield _BEFORE_VALUE.sub(rf"\g<0>{mark}", changed) if values else changed


def _mark(number: int) -> str:
    """Return two Chinese characters that stand for `number`, and for nothing in the language of values."""
    return _NAMES[number // len(_NAMES) % len(_NAMES)] + _NAMES[number % len(_NAMES)]


def _invented_text() -> str:
    names = (f"{place}{matter}{measure}" for place in cycle(_PLACES) for matter in _MATTERS for measure in _MEASURES)
    values = cycle(_VALUES)
    rows = [
        f"项目{number}\t1.00\t1.00\t\t\t办好{number}件实事，方便群众。\t{_invented_cell(size, names, values)}"
        for number, size in enumerate(_SIZES)
    ]
    captions = ["项目支出绩效目标表", "", "部门名称：青禾县公共服务局", "", "单位：万元", ""]
    total = f"{len(rows)}.00"
    totals = [f"{name}\t{total}\t{total}\t\t\t\t" for name in ("合计", "青禾县公共服务局")]
    return "\n".join([*captions, _HEADER, *totals, *rows])


def _invented_cell(size: int, names: Iterator[str], values: Iterator[str]) -> str:
    clauses = zip(islice(cycle(_CATEGORIES), size), names, values, strict=False)
    return "".join(
        f"{number}、{categories}；{name}；实施周期指标值:{value}；年度指标值:{value}。"
        for number, (categories, name, value) in enumerate(clauses, 1)
    )
