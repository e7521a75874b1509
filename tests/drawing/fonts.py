"""The fonts of drawn pages: one that the file only names, which every machine has, and one of this machine's."""

from functools import cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont

from drawing.families import MING, font_file

#: As reportlab calls them: one to embed, and one that the file has but the name of.
EMBEDDED, NAMED = "Ming", "STSong-Light"


@cache
def register(font: str) -> None:
    """Make a font known to reportlab."""
    if font == NAMED:
        pdfmetrics.registerFont(UnicodeCIDFont(NAMED))
    else:
        pdfmetrics.registerFont(TTFont(font, str(font_file(MING)), subfontIndex=0))


def width_of(words: str, font: str, size: float) -> float:
    """Return how wide words are."""
    register(font)
    return pdfmetrics.stringWidth(words, font, size)
