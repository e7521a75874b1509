// Building the page. Words of documents become text nodes and nothing else.

const LONGEST_TEXT = 600;
const LONGEST_LABEL = 120;
const LONGEST_AMOUNT = 40;

/** What a browser would act upon instead of showing: controls, direction marks, line separators, lone surrogates. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

/** `text` with every unseen character as a sign that is seen. */
function visible(text) {
  return text.replace(UNSEEN, (character) => {
    if (character === "\n" || character === "\t") return character;
    const code = character.codePointAt(0);
    return code < 0x20 ? String.fromCodePoint(0x2400 + code) : "\ufffd";
  });
}

/** An element with attributes, listeners (onclick …) and children, of which strings become text. */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key === "value" || key === "checked" || key === "open") made[key] = value;
    else made.setAttribute(key, value === true ? "" : value);
  }
  return filled(made, children);
}

/** An element with children behind those it has; one by one, since a call takes no hundred thousand arguments. */
function filled(made, children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== "") made.append(child);
  }
  return made;
}

/** Words of a document, in Chinese whatever the page's language is. */
function printed(text, name = "span", attributes = {}) {
  const { class: given = "", ...others } = attributes;
  return element(name, { lang: "zh", class: `printed ${given}`.trim(), ...others }, visible(text));
}

/** Words of a document whose beginning is shown, and the rest when it is asked for. */
function longText(text, name = "span", attributes = {}) {
  if (text.length <= LONGEST_TEXT) return printed(text, name, attributes);
  const shown = printed(beginning(text, LONGEST_TEXT), name, attributes);
  shown.append(wholeTextButton(text.length, () => shown.replaceChildren(visible(text))));
  return shown;
}

function wholeTextButton(length, show) {
  return element("button", { type: "button", class: "link", onclick: show }, words("wholeText", counted(length)));
}

/** Words of a document where there is room for a label. */
function label(text, name = "span", attributes = {}) {
  return printed(beginning(text, LONGEST_LABEL), name, attributes);
}

function beginning(text, length) {
  return text.length > length ? `${text.slice(0, unsplit(text, length))}…` : text;
}

/** A place in a text, moved before a character that it would cut in two: some have two units. */
function unsplit(text, place) {
  return /^[\udc00-\udfff]$/.test(text[place] ?? "") ? place - 1 : place;
}

function unseen(text) {
  return element("span", { class: "unseen" }, text);
}

function badge(severity, ...children) {
  return element("span", { class: `badge ${severity}` }, ...children);
}
