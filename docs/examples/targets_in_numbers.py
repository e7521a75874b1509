"""What the annual targets of a document come to: ``python docs/examples/targets_in_numbers.py FILE WORD...``.

Prints the share of the targets that have a number, and for each WORD how much the
indicators with this word in their names ask for, added up per unit.
"""

import sys
from collections import defaultdict
from decimal import Decimal

import budgetperf

path, *words = sys.argv[1:]
rows = budgetperf.to_records(budgetperf.read(path).value)

targets = [row for row in rows if row["annual_text"]]
numbers = [row for row in targets if row["annual_low"] is not None or row["annual_high"] is not None]
print(f"targets: {len(targets)}, with a number: {len(numbers)} ({len(numbers) / max(1, len(targets)):.1%})")

for word in words:
    amounts: defaultdict[str, list[Decimal]] = defaultdict(list)
    for row in numbers:
        # A change is no amount, shares don't add up, and what only has an upper bound asks for nothing.
        countable = row["annual_kind"] == "quantity" and row["annual_unit"] not in ("%", "‰")
        if countable and word in str(row["indicator"]) and isinstance(row["annual_low"], Decimal):
            amounts[str(row["annual_unit"] or "(no unit)")].append(row["annual_low"])
    for unit, asked in amounts.items():
        print(f"{word}: at least {sum(asked):,f} {unit}, from {len(asked)} of the targets")
