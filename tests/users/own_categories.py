"""Someone resolves categories, by the standard's list and by one of their own."""

from typing import assert_type

import attrs

from budgetperf import Resolution, Taxonomy, TaxonomyEntry, standard_taxonomy

taxonomy = standard_taxonomy()
assert_type(taxonomy, Taxonomy)
assert_type(taxonomy.level2, tuple[TaxonomyEntry, ...])
found = taxonomy.resolve(2, "11", "数量指标")
assert_type(found, Resolution)
assert_type(found.category, str | None)
assert_type(found.sound, bool)
assert_type([entry.labels for entry in taxonomy.level1], list[tuple[str, ...]])

own = attrs.evolve(taxonomy, version="清溪县 2025")
assert_type(own, Taxonomy)
assert_type(own.labels(1), tuple[str, ...])
