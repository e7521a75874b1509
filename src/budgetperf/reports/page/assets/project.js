// A project: one line in the list, and all about it when it is opened.

/** The line of a project; what is below it is made when it is opened for the first time. */
function projectItem(project) {
  const body = element("div", { class: "body" });
  const fill = () => body.hasChildNodes() || filled(body, projectBody(project));
  const item = element(
    "details",
    {
      class: "project",
      id: `project-${project.number}`,
      ontoggle: () => {
        opened[item.open ? "add" : "delete"](project.number);
        if (item.open) fill();
      },
    },
    element(
      "summary",
      {},
      label(project.name, "h3", { class: "name" }),
      label(unitName(project.unit), "span", { class: "unit" }),
      moneyCell(project),
      element("span", { class: "count" }, words("indicatorCount", counted(project.indicators.length))),
      element("span", { class: "badges" }, severityBadges(project.findings)),
    ),
    body,
  );
  if (opened.has(project.number)) {
    fill(); // at once, for the event comes when a printer may be done
    item.open = true;
  }
  return element("li", {}, item);
}

function moneyCell(project) {
  const { project_total: total, amount_unit: unit } = project.cells;
  const amount = total === null ? "—" : `${grouped(total)} ${unit ?? ""}`.trim();
  return element(
    "span",
    { class: "money" },
    element("span", { class: "amount" }, beginning(amount, LONGEST_AMOUNT)),
    track([shareOf(project.money, LARGEST), ""]),
  );
}

function projectBody(project) {
  const file = DATA.files[project.file];
  const general = project.findings.filter((finding) => !project.indicators[finding.indicator]);
  return [
    facts(project, file),
    general.length ? findingList(general, file) : null,
    objectiveOf(project, file),
    indicatorTable(project, file),
  ].filter((part) => part !== null);
}

// --- facts --------------------------------------------------------------------------------------

/** What money comes from, with the column of the tidy table that holds it. */
const FUNDING = {
  total: "project_total",
  fiscal: "project_fiscal_appropriation",
  special: "project_special_account_appropriation",
  other: "project_other_funds",
};

function facts(project, file) {
  const { cells } = project;
  const money = Object.entries(FUNDING)
    .filter(([, column]) => cells[column] !== null)
    .map(([name, column]) => element("span", { class: "line" }, `${words(name)} ${beginning(grouped(cells[column]), LONGEST_AMOUNT)}`));
  return element(
    "dl",
    { class: "facts" },
    fact(words("department"), cells.department && label(cells.department)),
    fact(words("unit"), cells.spending_unit && label(cells.spending_unit)),
    fact(`${words("funding")} ${cells.amount_unit ? `（${cells.amount_unit}）` : ""}`, money.length && money),
    fact(words("place"), [label(file.name), element("span", { class: "place" }, placeWords(project.place))]),
    rowAsPrinted(project, file),
  );
}

/** The name and the amounts as they stand in the row. */
function rowAsPrinted(project, file) {
  const [name, amounts] = project.spans;
  if (!name) return null;
  const shown = excerpt(file, name, amounts ? [[...amounts, "amounts"]] : []);
  return element("div", { class: "whole" }, element("dt", {}, words("source")), element("dd", {}, shown));
}

function fact(name, value) {
  return element("div", {}, element("dt", {}, name), element("dd", {}, value || unseen(words("nothingPrinted"))));
}

function objectiveOf(project, file) {
  const { objective } = project.cells;
  return element(
    "section",
    { class: "objective" },
    element("h4", {}, words("objective")),
    objective ? longText(objective, "p") : element("p", {}, unseen(words("nothingPrinted"))),
    project.objective && differs(objective, file.text.slice(...project.objective)) ? excerpt(file, project.objective) : null,
  );
}

/** Whether the source says more than the text: line breaks, blanks, marks that were taken away. */
function differs(text, source) {
  return source.trim() !== text;
}

// --- indicators ---------------------------------------------------------------------------------

function indicatorTable(project, file) {
  if (!project.indicators.length) return element("p", {}, unseen(words("noIndicators")));
  const heads = ["ordinal", "levels", "indicator", "period", "annual", "source"];
  const found = groupedBy(project.findings, (finding) => finding.indicator);
  const table = element(
    "table",
    { class: "indicators" },
    element("caption", { class: "hidden" }, words("indicators")),
    element("thead", {}, element("tr", {}, heads.map((name) => element("th", { scope: "col", class: name }, words(name))))),
    element("tbody", {}, project.indicators.map((indicator, number) => indicatorRows(indicator, found.get(number) ?? [], file))),
  );
  return element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": words("indicators") }, table);
}

function indicatorRows(indicator, findings, file) {
  const { cells } = indicator;
  const row = element(
    "tr",
    { class: indicator.measurable ? "" : "vague" },
    element("td", { class: "ordinal" }, cells.ordinal === null ? "—" : String(cells.ordinal)),
    element("td", { class: "levels" }, categoryCell(indicator)),
    element(
      "th",
      { scope: "row", class: "indicator" },
      cells.indicator ? longText(cells.indicator) : unseen(words("nothingPrinted")),
      indicator.measurable ? null : element("span", { class: "tag" }, words("notMeasurable")),
    ),
    targetCell(cells, "period"),
    targetCell(cells, "annual"),
    element("td", { class: "source" }, sourceOf(indicator, findings, file)),
  );
  if (!findings.length) return [row];
  const found = element("td", { colspan: "5" }, findingList(findings, file, indicator));
  return [row, element("tr", { class: "found" }, element("td", {}), found)];
}

function categoryCell({ cells }) {
  const printedLevels = ["level1", "level2"].map((level) =>
    [cells[`${level}_code`], cells[level]].filter((part) => part !== null && part !== "").join("-"),
  );
  return [
    element("span", { class: `dot ${cells.level1_category ?? "uncategorized"}`, "aria-hidden": "true" }),
    printedLevels.filter(Boolean).map((level) => label(level, "span", { class: "level" })),
  ];
}

function targetCell(cells, prefix) {
  const text = cells[`${prefix}_text`];
  const cell = element("td", { class: prefix, "data-label": words(prefix) });
  if (text === null) cell.append(unseen(words("nothingPrinted")));
  else if (text === "") cell.append(unseen(words("printedEmpty")));
  else if (prefix === "annual" && text === cells.period_text && boundsOf(cells, "annual") === boundsOf(cells, "period")) {
    cell.append(element("span", { "aria-hidden": "true" }, "〃"), element("span", { class: "hidden" }, words("same")));
  } else cell.append(longText(text, "span", { class: "target" }), readingOf(cells, prefix) ?? "");
  return cell;
}

function sourceOf(indicator, findings, file) {
  if (indicator.span === null) return unseen(words("sourceMissing"));
  const classes = ["name", "period", "annual"];
  const parts = indicator.parts.map((part, place) => part && [...part, classes[place]]).filter(Boolean);
  const doubts = findings.filter((finding) => finding.span).map((finding) => [...finding.span, `doubt ${finding.severity}`]);
  return [
    excerpt(file, indicator.span, [...parts, ...doubts]),
    element("span", { class: "place" }, placeWords(indicator.place)),
  ];
}

// --- findings -----------------------------------------------------------------------------------

/** Findings with what they mean and what to do; the source line too, unless it stands beside them already. */
function findingList(findings, file, indicator = null) {
  const items = findings.map((finding) => element("li", {}, findingDetails(finding, file, indicator)));
  return element("ul", { class: "findings" }, items);
}

function findingDetails(finding, file, indicator) {
  const beside = indicator?.span && finding.span && indicator.span[0] <= finding.span[0] && finding.span[1] <= indicator.span[1];
  return element(
    "details",
    { class: "finding" },
    element(
      "summary",
      {},
      badge(finding.severity, words(finding.severity)),
      element("span", { class: "code-name" }, finding.code),
      element("span", { class: "title" }, titleOf(finding.code)),
      element("span", { class: "message", lang: languageOf(finding.messages) }, told(finding.messages)),
    ),
    finding.hints ? element("p", { lang: languageOf(finding.hints) }, told(finding.hints)) : null,
    explanation(finding.code),
    finding.span && !beside ? excerpt(file, finding.span, [[...finding.span, `doubt ${finding.severity}`]]) : null,
    finding.place ? element("span", { class: "place" }, placeWords(finding.place)) : null,
  );
}
