// What a target was read as, in few signs.

const SIGNS = { "=": "", ">=": "≥", "<=": "≤", ">": ">", "<": "<", about: "≈" };

/** What was read of a target of an indicator: `prefix` is period or annual. */
function readingOf(cells, prefix) {
  const kind = cells[`${prefix}_kind`];
  if (kind === null) return null;
  const bounds = boundsOf(cells, prefix);
  return element(
    "span",
    { class: "reading" },
    element("span", { class: `kind ${kind}` }, WORDS[language].kinds[kind] ?? kind),
    bounds ? element("span", { class: "bounds", lang: "zh" }, visible(bounds)) : null,
  );
}

function boundsOf(cells, prefix) {
  const [comparator, low, high, unit, start, end] = ["comparator", "low", "high", "unit", "start", "end"].map(
    (name) => cells[`${prefix}_${name}`],
  );
  const sign = SIGNS[comparator] ?? "";
  if (low !== null || high !== null) {
    const amounts = [low, high].filter((amount) => amount !== null).map(grouped);
    const range = new Set(amounts).size > 1 ? amounts.join("–") : `${sign} ${amounts[0]}`;
    return beginning(`${range} ${unit ?? ""}`.trim(), LONGEST_LABEL);
  }
  const days = [...new Set([start, end].filter((day) => day !== null))];
  return days.length > 1 ? days.join(" … ") : days.length ? `${sign} ${days[0]}`.trim() : "";
}
