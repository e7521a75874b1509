// Putting the page together, anew in the language that is chosen.

function departments() {
  return [...new Set(DATA.files.flatMap((file) => file.tables.map((table) => table.department)).filter(Boolean))];
}

function years() {
  const found = DATA.files.flatMap((file) => file.tables.map((table) => table.year)).filter((year) => year !== null);
  return [...new Set(found)].sort();
}

function pageHeader() {
  const names = departments();
  const title = DATA.title ?? (names.length && names.length <= 3 ? names.join("、") : words("heading"));
  const files = DATA.files.length > 3 ? [`${words("files")}: ${counted(DATA.files.length)}`] : DATA.files.map((file) => file.name);
  const about = [DATA.title || names.length <= 3 ? words("heading") : "", ...years().map((year) => words("year", year)), ...files];
  return element(
    "header",
    {},
    element("a", { class: "skip", href: "#projects" }, words("skip")),
    element("div", {}, label(title, "h1"), printed(about.filter(Boolean).join(" · "), "p", { class: "about" })),
    element(
      "div",
      { class: "buttons" },
      languageSwitch(),
      element("button", { type: "button", title: words("downloadHint"), onclick: () => download(PROJECTS) }, words("download")),
      element("button", { type: "button", onclick: () => print() }, words("print")),
    ),
  );
}

function languageSwitch() {
  const buttons = Object.keys(WORDS).map((name) =>
    element(
      "button",
      {
        type: "button",
        lang: name,
        "data-language": name,
        "aria-pressed": String(name === language),
        onclick: () => {
          show(name);
          document.querySelector(`[data-language=${name}]`).focus();
        },
      },
      WORDS[name].name,
    ),
  );
  return element("div", { class: "switch", role: "group", "aria-label": words("language") }, buttons);
}

function show(name) {
  language = name;
  document.documentElement.lang = name;
  for (const part of document.querySelectorAll("body > header, body > main, body > footer")) part.remove();
  document.body.append(
    pageHeader(),
    element("main", {}, overview(), projectSection()),
    element("footer", {}, element("p", {}, words("footer", DATA.generator))),
  );
}

/** The language that was chosen when the page was made, or the browser's. */
function firstLanguage() {
  return DATA.language ?? (navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en");
}

addEventListener("beforeprint", showAllForPrint);
show(firstLanguage());
