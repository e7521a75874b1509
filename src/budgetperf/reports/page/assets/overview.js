// The first view: how much money, for whom, how much of it can be reviewed, and what is doubtful.

const MOST_BARS = 8;

function overview() {
  return element(
    "section",
    { "aria-labelledby": "overview" },
    element("h2", { id: "overview" }, words("overview")),
    figures(),
    emptyFiles(),
    panels(),
    generalFindings(),
  );
}

/** What is counted and compared; of one unit there is nothing to compare. */
function panels() {
  const columns = UNITS.length > 1 ? [[unitBars(), categoryBars()], [projectBars()]] : [[projectBars()], [categoryBars()]];
  return element("div", { class: "panels" }, columns.map((column) => element("div", {}, column)), codeList());
}

// --- figures ------------------------------------------------------------------------------------

function figures() {
  const measurable = INDICATORS.filter((indicator) => indicator.measurable).length;
  const share = INDICATORS.length ? `${Math.round((100 * measurable) / INDICATORS.length)} %` : "—";
  const perProject = PROJECTS.length ? (INDICATORS.length / PROJECTS.length).toFixed(1) : "0";
  const doubted = PROJECTS.filter((project) => project.findings.length).length;
  return element(
    "dl",
    { class: "figures" },
    figure(words("money"), MONEY.length ? lines(besideOneAnother(MONEY)) : "—", lines(moneyNotes()), "wide"),
    figure(words("projects"), counted(PROJECTS.length), words("projectsNote", counted(UNITS.length))),
    figure(words("indicators"), counted(INDICATORS.length), words("indicatorsNote", perProject)),
    figure(words("measurable"), share, words("measurableNote", counted(measurable), counted(INDICATORS.length))),
    figure(words("doubtful"), severityBadges(FINDINGS, { all: true }), words("findingsNote", counted(doubted)), "wide"),
  );
}

function figure(name, value, note, className = "") {
  return element(
    "div",
    { class: `figure ${className}`.trim() },
    element("dt", {}, name),
    element("dd", { class: "value" }, value),
    element("dd", { class: "note" }, note),
  );
}

function lines(texts) {
  return texts.map((text) => element("span", { class: "line" }, text));
}

/** What was added up, what was not, and what the tables say themselves. */
function moneyNotes() {
  const priced = PROJECTS.filter((project) => project.money !== null).length;
  const ownRows = UNITS.filter((unit) => unit.byItself).length;
  const without = PROJECTS.length - priced;
  return [
    priced ? words("moneyOf", counted(priced)) : null,
    ownRows ? words("moneyOfRows", counted(ownRows)) : null,
    without ? words("moneyWithout", counted(without)) : null,
    MONEY.length === 1 && MONEY[0].unit === null ? words("unitMissing") : null,
    ...totalNotes(),
  ].filter((note) => note !== null);
}

/** What is printed as totals, told once where it is the same in each unit of amounts. */
function totalNotes() {
  const units = [...new Set([...MONEY.map(({ unit }) => unit), ...TABLES.filter(totalOf).map((table) => table.amount_unit)])];
  const notes = units.map(totalNote);
  if (new Set(notes).size < 2) return notes.slice(0, 1);
  return units.map((unit, number) => `${unit ?? words("unitMissing")}${words("colon")}${notes[number]}`);
}

/** What the tables of a unit of amounts print as their total, beside what was added up of the same tables. */
function totalNote(unit) {
  const tables = TABLES.filter((table) => table.amount_unit === unit);
  const stating = tables.filter(totalOf);
  if (!stating.length) return words("totalMissing");
  const own = groupedBy(UNITS, ({ table }) => table);
  const added = stating.map((table) => sums((own.get(table) ?? []).map(({ money }) => money))[0] ?? null);
  const agrees = stating.every((table, number) => added[number] && equal(totalOf(table), added[number]));
  const printed = sumsInWords(sums(stating.map(totalOf)));
  if (stating.length === tables.length) return agrees ? words("totalAgrees") : words("totalDiffers", printed);
  const told = [counted(stating.length), counted(tables.length), printed, sumsInWords(sums(added)) || "—"];
  return words(agrees ? "totalsAgree" : "totalsDiffer", ...told);
}

function totalOf(table) {
  return amountOf(table.total, table.amount_unit);
}

/** How many findings of each severity there are. */
function severityBadges(findings, { all = false } = {}) {
  return bySeverity(findings)
    .filter(([, number]) => all || number)
    .map(([severity, number]) => badge(number ? severity : "none", words(`${severity}s`, counted(number))));
}

// --- bars ---------------------------------------------------------------------------------------

function panel(heading, ...children) {
  return element("section", { class: "panel" }, element("h3", {}, heading), ...children);
}

function unitBars() {
  const units = UNITS.map((unit, number) => ({
    name: unitName(unit),
    money: unit.money,
    note: words("projectsOf", counted(unit.projects.length)),
    title: words("showUnit"),
    onclick: () => showOnly({ unit: String(number) }),
  }));
  return moneyPanels("byUnit", units);
}

function projectBars() {
  const projects = PROJECTS.map((project) => ({
    name: project.name,
    money: project.money,
    note: UNITS.length > 1 ? unitName(project.unit) : words("indicatorCount", counted(project.indicators.length)),
    title: words("showProject"),
    onclick: () => openProject(project),
  }));
  return moneyPanels("byProject", projects);
}

/** Bars for each unit of amounts by itself; what no amount is printed of has none. */
function moneyPanels(heading, rows) {
  const priced = rows.filter((row) => row.money !== null);
  const units = [...new Set(priced.map((row) => row.money.unit))];
  if (units.length < 2) return panel(words(heading), bars(priced));
  return units.map((unit) => {
    const own = priced.filter((row) => row.money.unit === unit);
    return panel(`${words(heading)} · ${unit ?? words("unitMissing")}`, bars(own));
  });
}

/** Bars from the longest down; what there is no room for is summed up. */
function bars(rows) {
  const sorted = rows.map((row) => ({ ...row, size: sizeOf(row.money) })).sort((one, other) => other.size - one.size);
  const [shown, rest] = [sorted.slice(0, MOST_BARS), sorted.slice(MOST_BARS)];
  const most = largest(shown.map((row) => row.money));
  const items = shown.map((row) => element("li", {}, bar(row, most)));
  if (rest.length) {
    const amount = element("span", { class: "amount" }, sumsInWords(sums(rest.map((row) => row.money))));
    items.push(element("li", { class: "rest" }, words("otherUnits", counted(rest.length)), amount));
  }
  return element("ol", { class: "bars" }, items);
}

function bar({ name, money, note, title, onclick }, most) {
  return element(
    "button",
    { type: "button", class: "bar", title, onclick },
    element("span", { class: "name" }, label(name), " ", label(note, "small", { class: "note" })),
    element("span", { class: "amount" }, beginning(amountWords(money), LONGEST_AMOUNT)),
    track([shareOf(money, most), ""]),
  );
}

/** How much an amount is of the largest in its unit. */
function shareOf(money, most) {
  return money !== null && most.get(money.unit) > 0 ? sizeOf(money) / most.get(money.unit) : 0;
}

/** Bars one upon the other, as long as their shares of the whole; what they show stands beside them in words. */
function track(...shares) {
  const fills = shares.map(([share, className]) => {
    if (!(share > 0)) return null; // however short, a bar is some money
    const fill = element("span", { class: `fill ${className}`.trim() });
    fill.style.inlineSize = `${Math.min(1, share) * 100}%`;
    return fill;
  });
  return element("span", { class: "track", "aria-hidden": "true" }, fills);
}

function categoryBars() {
  const groups = groupedBy(INDICATORS, categoryOf);
  const most = [...groups.values()].reduce((longest, indicators) => Math.max(longest, indicators.length), 1);
  const items = foundCategories().map((category) => element("li", {}, categoryBar(category, groups.get(category), most)));
  return panel(words("byCategory"), element("ol", { class: "bars" }, items));
}

function categoryBar(category, indicators, most) {
  const measurable = indicators.filter((indicator) => indicator.measurable).length;
  const both = track([indicators.length / most, `${category} pale`], [measurable / most, category]);
  return element(
    "button",
    { type: "button", class: "bar", onclick: () => showOnly({ category }) },
    element("span", { class: "name" }, categoryName(category)),
    element("span", { class: "amount" }, words("ofCategory", counted(indicators.length), counted(measurable))),
    both,
  );
}

// --- findings -----------------------------------------------------------------------------------

/** Each code that was found, what weighs most first, with what the catalogue says of it. */
function codeList() {
  if (!FINDINGS.length) return panel(words("codes"), element("p", {}, words("noFindings")));
  const items = rankedCodes().map(({ code, severity, number }) =>
    element(
      "li",
      {},
      element(
        "details",
        { class: "code" },
        element(
          "summary",
          {},
          badge(severity, words(severity)),
          element("span", { class: "code-name" }, code),
          element("span", { class: "title" }, titleOf(code)),
          element("span", { class: "number" }, counted(number)),
        ),
        explanation(code),
        showCodeButton(code),
      ),
    ),
  );
  return panel(words("codes"), element("ol", { class: "codes" }, items));
}

function rankedCodes() {
  const numbers = new Map();
  for (const { code, severity } of FINDINGS) {
    const key = `${severity} ${code}`;
    numbers.set(key, { code, severity, number: (numbers.get(key)?.number ?? 0) + 1 });
  }
  return [...numbers.values()].sort(
    (one, other) =>
      SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity) ||
      other.number - one.number ||
      (one.code < other.code ? -1 : 1),
  );
}

function explanation(code) {
  const entry = DATA.codes[code][language];
  // A rule of others need not explain itself.
  if (!entry?.explanation && !entry?.fix) return null;
  return element(
    "div",
    { class: "explanation" },
    entry.explanation ? element("p", {}, visible(entry.explanation)) : null,
    entry.fix ? element("p", {}, element("strong", {}, words("fix")), visible(entry.fix)) : null,
  );
}

function showCodeButton(code) {
  const about = PROJECTS.filter((project) => project.codes.has(code)).length;
  if (!about) return null;
  const attributes = { type: "button", "aria-label": words("showCodeLong", code), onclick: () => showOnly({ code }) };
  return element("button", attributes, `${words("showCode")}: ${words("projectsOf", counted(about))}`);
}

/** The files that say nothing of projects, each with the reason. */
function emptyFiles() {
  const files = DATA.files.filter((file) => file.errors || !file.tables.length);
  if (!files.length) return null;
  const items = files.map((file) => {
    const reason = file.errors ? words(file.was_read ? "unchecked" : "unread", told(file.errors)) : words("noTable");
    return element("li", {}, badge("error", words("error")), label(file.name), ` ${reason}`);
  });
  return element("ul", { class: "panel empty" }, items);
}

/** What is doubtful about more than a project. */
function generalFindings() {
  const files = DATA.files.filter((file) => file.findings.length);
  if (!files.length) return null;
  const number = counted(sum(files.map((file) => file.findings.length)));
  return element(
    "details",
    { class: "panel general" },
    element("summary", {}, element("h3", {}, words("general")), element("span", { class: "note" }, words("generalNote", number))),
    element(
      "ul",
      { class: "files" },
      files.map((file) => element("li", {}, label(file.name, "h4"), findingList(file.findings, file))),
    ),
  );
}
