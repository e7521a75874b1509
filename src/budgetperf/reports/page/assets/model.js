// The data as the page uses it: rows with names, money that can be compared, what is counted of each project.

const DATA = JSON.parse(document.getElementById("data").textContent);
const FIRST_OF_INDICATOR = DATA.columns.indexOf("ordinal");
const SEVERITIES = ["error", "warning", "info"];

/** The cells of a row by the names of its columns. */
function named(row, first) {
  return Object.fromEntries(row.map((cell, place) => [DATA.columns[first + place], cell]));
}

const TABLES = DATA.files.flatMap((file) => file.tables);
const AMOUNT_UNITS = new Set(TABLES.map((table) => table.amount_unit));
/** What sums are shown in: the unit of all tables, or 万元 where they differ. */
const SHOWN_UNIT = AMOUNT_UNITS.size > 1 ? "万元" : ([...AMOUNT_UNITS][0] ?? null);
const TEN_THOUSAND = 10_000;

/** An amount of a table as a number in the unit that is shown; null where it can't be compared. */
function comparable(amount, table) {
  const number = amount === null ? NaN : Number(amount);
  if (!Number.isFinite(number)) return null;
  if (AMOUNT_UNITS.size <= 1) return number;
  return table.yuan === null ? null : (number * table.yuan) / TEN_THOUSAND;
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
  const amount = number.toLocaleString("en-US", { minimumFractionDigits: DIGITS, maximumFractionDigits: DIGITS });
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
    money: comparable(cells.project_total, unit.table),
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
/** As many digits behind the point as the longest printed amount has, two at least: 亿元 has amounts such as 0.0036. */
const MOST_DIGITS = 8;
const PRINTED_DIGITS = PROJECTS.reduce((most, project) => Math.max(most, digitsOf(project.money ?? 0)), 2);
const DIGITS = AMOUNT_UNITS.size > 1 ? 2 : PRINTED_DIGITS;

function digitsOf(number) {
  return (number.toFixed(MOST_DIGITS).replace(/0+$/, "").split(".")[1] ?? "").length;
}

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
