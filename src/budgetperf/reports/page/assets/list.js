// The projects that match, some at a time: a page of two thousand stays quick.

const AT_ONCE = 50;
let shownAtMost = AT_ONCE;
const opened = new Set();

let list;
let hitCount;
let listButtons;

function projectSection() {
  hitCount = element("p", { class: "hits", role: "status", "aria-live": "polite" });
  list = element("ol", { class: "projects" });
  listButtons = element("p", { class: "more" });
  const section = element(
    "section",
    { id: "projects", "aria-labelledby": "projects-heading", tabindex: "-1" },
    element("h2", { id: "projects-heading" }, words("projects")),
    filterForm(filtersChanged),
    element("div", { class: "tools" }, hitCount, tools()),
    list,
    listButtons,
  );
  showHits();
  return section;
}

function tools() {
  return element(
    "p",
    { class: "buttons" },
    element("button", { type: "button", onclick: () => setAll(true) }, words("openAll")),
    element("button", { type: "button", onclick: () => setAll(false) }, words("closeAll")),
    element("button", { type: "button", title: words("downloadHint"), onclick: () => download(hits()) }, words("downloadHits")),
  );
}

function filtersChanged() {
  shownAtMost = AT_ONCE;
  showHits();
}

/** Show what is asked for, as many of it as have room. */
function showHits() {
  const found = hits();
  list.replaceChildren();
  filled(list, withFileHeadings(found.slice(0, shownAtMost)));
  const money = sumsInWords(sums(found.map((project) => project.money)));
  const number = words("hits", counted(found.length), counted(PROJECTS.length));
  hitCount.textContent = money ? `${number} · ${money}` : number;
  listButtons.replaceChildren(...moreButtons(found.length));
}

/** The items; where there are several files in printed order, each file's name above its projects. */
function withFileHeadings(projects) {
  const headed = DATA.files.length > 1 && asked.order === "printed";
  let file = null;
  const items = [];
  for (const project of projects) {
    if (headed && project.file !== file) items.push(element("li", { class: "file" }, label(DATA.files[project.file].name)));
    file = project.file;
    items.push(projectItem(project));
  }
  return items;
}

function moreButtons(number) {
  if (!number) return [words("noHits")];
  const left = number - shownAtMost;
  if (left <= 0) return [];
  const more = (atMost) => () => {
    const first = shownAtMost;
    shownAtMost = atMost;
    showHits();
    list.querySelectorAll("summary")[first]?.focus();
  };
  const all = element("button", { type: "button", onclick: more(number) }, words("showAll", counted(number)));
  if (left <= AT_ONCE) return [all];
  return [element("button", { type: "button", onclick: more(shownAtMost + AT_ONCE) }, words("showMore", counted(AT_ONCE))), all];
}

function setAll(open) {
  if (!open) opened.clear();
  for (const item of list.querySelectorAll("details.project")) item.open = open;
}

/** Ask for this alone, and go to the list. */
function showOnly(wanted) {
  asked = { ...NOTHING_ASKED, ...wanted };
  shownAtMost = AT_ONCE;
  const section = document.getElementById("projects");
  section.replaceWith(projectSection());
  goTo(document.getElementById("projects"));
}

/** Open a project, whatever was asked for, and go to it. */
function openProject(project) {
  opened.add(project.number);
  asked = { ...NOTHING_ASKED };
  shownAtMost = Math.max(AT_ONCE, project.number + 1);
  document.getElementById("projects").replaceWith(projectSection());
  goTo(document.querySelector(`#project-${project.number} > summary`));
}

function goTo(target) {
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "start" });
}

/** On paper nobody can ask for more. */
function showAllForPrint() {
  // What was opened just now may not have been told yet.
  for (const item of list.querySelectorAll("details.project[open]")) item.dispatchEvent(new Event("toggle"));
  if (!listButtons.querySelector("button")) return;
  const before = shownAtMost;
  shownAtMost = Infinity;
  showHits();
  addEventListener(
    "afterprint",
    () => {
      shownAtMost = before;
      showHits();
    },
    { once: true },
  );
}
