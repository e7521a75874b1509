// The tidy table as a file: RFC 4180, with the mark by which Excel knows UTF-8.

/** What a spreadsheet may take for a formula, and what looks as if it had been kept from that. */
const FORMULA = /^'*(?:\s*[=+\-@＝＋－＠﹦﹢﹣﹫]|[\t\r\n])/;
const HARMLESS = new Set(DATA.harmless);

function csv(projects) {
  const rows = projects.flatMap((project) =>
    project.indicators.length
      ? project.indicators.map((indicator) => [...project.row, ...indicator.row])
      : [[...project.row, ...DATA.columns.slice(FIRST_OF_INDICATOR).map(() => null)]],
  );
  const lines = [DATA.columns, ...rows.map((row) => row.map((cell, place) => guarded(cell, DATA.columns[place])))];
  return lines.map((line) => `${line.map(quoted).join(",")}\r\n`).join("");
}

/** A cell that no spreadsheet runs. */
function guarded(cell, column) {
  if (cell === null) return "";
  const text = String(cell);
  return !HARMLESS.has(column) && FORMULA.test(text) ? `'${text}` : text;
}

function quoted(text) {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function download(projects) {
  const address = URL.createObjectURL(new Blob(["\ufeff", csv(projects)], { type: "text/csv;charset=utf-8" }));
  element("a", { href: address, download: "budgetperf.csv" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
