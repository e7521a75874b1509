// What is asked of the projects: words, and one choice in each of several lists.

const NOTHING_ASKED = {
  search: "",
  file: "",
  unit: "",
  severity: "",
  code: "",
  category: "",
  measurability: "",
  lacking: "",
  order: "printed",
};
let asked = { ...NOTHING_ASKED };

// --- what each choice means ---------------------------------------------------------------------

const MEASURABILITY = {
  allMeasurable: (project) => project.indicators.length > 0 && project.measurable === project.indicators.length,
  someNot: (project) => project.measurable < project.indicators.length,
  noneMeasurable: (project) => project.measurable === 0,
};

const LACKING = {
  noObjective: (project) => !project.cells.objective,
  noIndicators: (project) => !project.indicators.length,
  noOutput: (project) => lacksCategory(project, "output"),
  noBenefit: (project) => lacksCategory(project, "benefit"),
  noSatisfaction: (project) => lacksCategory(project, "satisfaction", "service_recipient_satisfaction"),
};

function lacksCategory(project, level1, level2 = null) {
  return !project.indicators.some(
    ({ cells }) => cells.level1_category === level1 || (level2 && cells.level2_category === level2),
  );
}

const SEVERITY_CHOICES = {
  error: (project) => project.findings.some((finding) => finding.severity === "error"),
  warning: (project) => project.findings.some((finding) => finding.severity === "warning"),
  info: (project) => project.findings.some((finding) => finding.severity === "info"),
  anyFinding: (project) => project.findings.length > 0,
  noFinding: (project) => project.findings.length === 0,
};

const BY_SOUND = new Intl.Collator("zh-CN");
const ORDERS = {
  printed: (one, other) => one.number - other.number,
  mostMoney: (one, other) => (other.worth === one.worth ? 0 : other.worth - one.worth) || one.number - other.number,
  mostFindings: (one, other) => other.weight - one.weight || one.number - other.number,
  fewestMeasurable: (one, other) => measurableShare(one) - measurableShare(other) || one.number - other.number,
  byName: (one, other) => BY_SOUND.compare(one.name, other.name) || one.number - other.number,
};

function measurableShare(project) {
  return project.indicators.length ? project.measurable / project.indicators.length : -1;
}

const TESTS = {
  search: (project, text) => text.split(/\s+/).every((word) => searchable(project).includes(word)),
  file: (project, file) => project.file === Number(file),
  unit: (project, unit) => project.unit === UNITS[unit],
  severity: (project, choice) => SEVERITY_CHOICES[choice](project),
  code: (project, code) => project.codes.has(code),
  category: (project, category) => project.indicators.some((indicator) => categoryOf(indicator) === category),
  measurability: (project, choice) => MEASURABILITY[choice](project),
  lacking: (project, choice) => LACKING[choice](project),
};

/** The projects that are asked for, in the order that is. */
function hits() {
  const wanted = { ...asked, search: folded(asked.search).trim() };
  const tests = Object.entries(TESTS).filter(([name]) => wanted[name] !== "");
  return PROJECTS.filter((project) => tests.every(([name, test]) => test(project, wanted[name]))).sort(
    ORDERS[asked.order],
  );
}

const LONGEST_OPTION = 60;

// --- the form -----------------------------------------------------------------------------------

function filterForm(changed) {
  return element(
    "form",
    { class: "filters", role: "search", "aria-label": words("search"), onsubmit: (event) => event.preventDefault() },
    searchField(changed),
    choice("file", DATA.files.length > 1 && numbered(DATA.files.map((file) => file.name)), changed),
    choice("unit", UNITS.length > 1 && numbered(UNITS.map(unitInFull)), changed),
    choice("severity", worded(SEVERITY_CHOICES), changed),
    choice("code", foundInProjects().map((code) => [code, `${code} ${titleOf(code)}`]), changed),
    choice("category", foundCategories().map((name) => [name, categoryName(name)]), changed),
    choice("measurability", worded(MEASURABILITY), changed),
    choice("lacking", worded(LACKING), changed),
    choice("order", worded(ORDERS), changed),
    element("button", { type: "button", class: "reset", onclick: () => showOnly({}) }, words("reset")),
  );
}

function searchField(changed) {
  const field = element("input", {
    type: "search",
    id: "asked-search",
    value: asked.search,
    placeholder: words("searchHint"),
    autocomplete: "off",
    spellcheck: "false",
    oninput: (event) => {
      asked.search = event.target.value;
      soon(changed);
    },
  });
  return labelled("search", field);
}

/** A list to choose one of, above all of them; nothing where there is nothing to choose. */
function choice(name, options, changed) {
  if (!options || !options.length) return null;
  const all = name in TESTS ? [["", words("all")]] : [];
  const list = element(
    "select",
    {
      id: `asked-${name}`,
      onchange: (event) => {
        asked[name] = event.target.value;
        changed();
      },
    },
    [...all, ...options].map(([value, text]) => element("option", { value }, visible(beginning(text, LONGEST_OPTION)))),
  );
  list.value = asked[name];
  return labelled(name, list);
}

function labelled(name, field) {
  return element("div", { class: `field ${name}` }, element("label", { for: field.id }, words(name)), field);
}

function numbered(names) {
  return names.map((name, number) => [String(number), name]);
}

function worded(choices) {
  return Object.keys(choices).map((name) => [name, words(name)]);
}

function foundInProjects() {
  return [...new Set(PROJECTS.flatMap((project) => [...project.codes]))].sort();
}

let waiting = null;

/** Run `task` when nothing was typed for a moment. */
function soon(task) {
  clearTimeout(waiting);
  waiting = setTimeout(task, 120);
}
