// The data as the page uses it: rows with names, money of projects and units, what is counted of each project.

const DATA = JSON.parse(document.getElementById("data").textContent);
const FIRST_OF_INDICATOR = DATA.columns.indexOf("ordinal");
const SEVERITIES = ["error", "warning", "info"];

/** The cells of a row by the names of its columns. */
function named(row, first) {
  return Object.fromEntries(row.map((cell, place) => [DATA.columns[first + place], cell]));
}

const TABLES = DATA.files.flatMap((file) => file.tables);

/** Things by what is said of each, in their order. */
function groupedBy(things, keyOf) {
  const groups = new Map();
  for (const thing of things) {
    const key = keyOf(thing);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(thing);
  }
  return groups;
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
    money: amountOf(cells.project_total, unit.table.amount_unit),
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
/** An amount whose unit nobody knows stands behind every other. */
const UNKNOWN = 1e-30;

for (const project of PROJECTS) {
  const { money, unit } = project;
  project.worth = money === null ? -Infinity : sizeOf(money) * (unit.table.yuan ?? UNKNOWN);
  project.weight = weightOf(project.findings);
}
/** A unit has the money of its projects; where none of these has an amount, that of its own row. */
for (const unit of UNITS) {
  const [ofProjects = null] = sums(unit.projects.map((project) => project.money));
  unit.money = ofProjects ?? amountOf(unit.total, unit.table.amount_unit);
  unit.byItself = ofProjects === null && unit.money !== null;
}

const MONEY = sums(UNITS.map((unit) => unit.money));
const LARGEST = largest(PROJECTS.map((project) => project.money));

/** An error weighs more than any number of warnings that a project may have. */
function weightOf(findings) {
  const [errors, warnings, infos] = bySeverity(findings).map(([, number]) => number);
  return errors * 1e8 + warnings * 1e4 + infos;
}

const INDICATORS = PROJECTS.flatMap((project) => project.indicators);
const FINDINGS = [...DATA.files, ...PROJECTS].flatMap((part) => part.findings);

/** What a unit is called; where no row of its own is printed, the department. */
function unitName(unit) {
  return unit.name || unit.table.department || "—";
}

const NAMESAKES = groupedBy(UNITS, unitName);

/** A unit's name among all others: where several are called so, with the file or the department. */
function unitInFull(unit) {
  const name = unitName(unit);
  if (NAMESAKES.get(name).length < 2) return name;
  const whose = DATA.files.length > 1 ? DATA.files[unit.file].name : unit.table.department;
  return whose === null || whose === name ? name : `${name} · ${whose}`;
}

function bySeverity(findings) {
  return SEVERITIES.map((severity) => [
    severity,
    findings.filter((finding) => finding.severity === severity).length,
  ]);
}

/** What a program says, in the page's language. */
function told(texts) {
  return visible(texts[language]);
}

/** The language of what is told; rules of others say everything in words of their own. */
function languageOf(texts) {
  return texts[language] === texts.en ? "en" : language;
}

/** The title of a code in the page's language, or as the rule of others has it. */
function titleOf(code) {
  return visible(DATA.codes[code][language]?.title ?? "");
}

/** The category of an indicator at its first level, or what it is counted under. */
function categoryOf(indicator) {
  return indicator.cells.level1_category ?? "uncategorized";
}

/** The categories that are found: those that the page has words for, those of another taxonomy, and what has none. */
function foundCategories() {
  const found = new Set(INDICATORS.map(categoryOf));
  const known = Object.keys(WORDS.en.categories);
  const others = [...found].filter((name) => !known.includes(name) && name !== "uncategorized").sort();
  return [...known, ...others, "uncategorized"].filter((name) => found.has(name));
}

function categoryName(category) {
  if (category === "uncategorized") return words("uncategorized");
  return Object.hasOwn(WORDS.en.categories, category) ? WORDS[language].categories[category] : visible(category);
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
