// The data as the page uses it: rows with names, money that can be compared, what is counted of each project.

const DATA = JSON.parse(document.getElementById("data").textContent);
const FIRST_OF_INDICATOR = DATA.columns.indexOf("ordinal");
const SEVERITIES = ["error", "warning", "info"];
const YUAN = { 元: 1, 千元: 1e3, 万元: 1e4, 百万元: 1e6, 亿元: 1e8 };

/** The cells of a row by the names of its columns. */
function named(row, first) {
  return Object.fromEntries(row.map((cell, place) => [DATA.columns[first + place], cell]));
}

/** Whether all tables state money in one unit; if not, it is shown in 万元. */
const AMOUNT_UNITS = new Set(
  DATA.files.flatMap((file) => file.tables.map((table) => table.amount_unit)),
);
const SHOWN_UNIT = AMOUNT_UNITS.size > 1 ? "万元" : ([...AMOUNT_UNITS][0] ?? null);

/** A printed amount as a number in the unit that is shown; null where it can't be compared. */
function comparable(amount, unit) {
  const number = amount === null ? NaN : Number(amount);
  if (!Number.isFinite(number)) return null;
  if (AMOUNT_UNITS.size <= 1) return number;
  return unit === null ? null : (number * YUAN[unit]) / YUAN[SHOWN_UNIT];
}

/** A printed amount with its digits in groups. */
function grouped(amount) {
  const [whole, digits] = amount.split(".");
  if (!/^-?\d+$/.test(whole)) return visible(amount);
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return digits === undefined ? groups : `${groups}.${digits}`;
}

/** A sum of money in words. */
function moneyWords(number) {
  const amount = number.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return SHOWN_UNIT === null ? amount : `${amount} ${SHOWN_UNIT}`;
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + (number ?? 0), 0);
}

const UNITS = DATA.units.map((unit) => ({
  ...unit,
  table: DATA.files[unit.file].tables[unit.table],
  projects: [],
}));

const PROJECTS = DATA.projects.map((project, number) => {
  const cells = named(project.row, 0);
  const unit = UNITS[project.unit];
  const made = {
    ...project,
    number,
    cells,
    unit,
    name: cells.project,
    money: comparable(cells.project_total, cells.amount_unit),
    indicators: project.indicators.map((indicator) => ({
      ...indicator,
      cells: named(indicator.row, FIRST_OF_INDICATOR),
    })),
    codes: new Set(project.findings.map((finding) => finding.code)),
  };
  made.measurable = made.indicators.filter((indicator) => indicator.measurable).length;
  unit.projects.push(made);
  return made;
});
const INDICATORS = PROJECTS.flatMap((project) => project.indicators);
const FINDINGS = [...DATA.files, ...PROJECTS].flatMap((part) => part.findings);

/** What a unit is called; where no row of its own is printed, the department. */
function unitName(unit) {
  return unit.name || unit.table.department || "—";
}

function bySeverity(findings) {
  return SEVERITIES.map((severity) => [
    severity,
    findings.filter((finding) => finding.severity === severity).length,
  ]);
}

/** The title of a code in the page's language. */
function titleOf(code) {
  return DATA.codes[code][language]?.title ?? "";
}

/** The category of an indicator at its first level, or what it is counted under. */
function categoryOf(indicator) {
  return indicator.cells.level1_category ?? "uncategorized";
}

function categoryName(category) {
  return WORDS[language].categories[category] ?? words("uncategorized");
}

/** What a project can be found by. Made when it is first asked for: nobody may search. */
function searchable(project) {
  project.searched ??= folded(
    [
      project.name,
      unitName(project.unit),
      project.cells.objective ?? "",
      ...project.indicators.map(({ cells }) => `${cells.indicator}\n${cells.period_text ?? ""}\n${cells.annual_text ?? ""}`),
    ].join("\n"),
  );
  return project.searched;
}

/** Words as they are compared: without regard to width and case. */
function folded(text) {
  return text.normalize("NFKC").toLowerCase();
}
