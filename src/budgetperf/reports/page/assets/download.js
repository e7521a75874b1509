// The tidy table as a file: RFC 4180, with the mark by which Excel knows UTF-8.

/** What a spreadsheet may take for a formula, and what looks as if it had been kept from that; blanks as Python has them. */
const FORMULA = /^'*(?:[\u0000\u0009\u000a\u000b\u000c\u000d\u001c\u001d\u001e\u001f\u0020\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff]*[=+\-@＝＋－＠﹦﹢﹣﹫]|[\t\r\n])/;
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
