"""What the font Symbol shows for its codes: signs that targets are written with."""

__all__ = ["of_symbol"]

_SIGNS = {0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB0: "°", 0xB9: "≠", 0xBB: "≈"}
#: Digits and signs that it shows as any font does.
_PLAIN = frozenset(map(ord, " !#%&()*+,-./0123456789:;<=>?[]_{|}"))


def of_symbol(code: int) -> str:
    """Return the sign of a code, which may stand in the area for private use; nothing for others."""
    code &= 0xFF
    return chr(code) if code in _PLAIN else _SIGNS.get(code, "")
