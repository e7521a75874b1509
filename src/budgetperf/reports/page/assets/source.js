// The printed words, with those marked that are meant.

/** How much is shown before and behind the marked words. */
const AROUND = 24;
/** Of a longer stretch the middle is left out: it may go on over a page break, and over all that is printed there. */
const LONGEST_SOURCE = 600;
const LONGEST_OVER_LINES = 120;

/** How far behind the words others may stand that are shown with them. */
const REACH = 120;

/** A span, up to the end of its parts where these stand close by. */
function reaching([start, end], parts) {
  const near = parts.map((part) => part[1]).filter((last) => last - end < REACH);
  return [start, near.reduce((furthest, last) => Math.max(furthest, last), end)];
}

/** The start and the end of what is shown around a span: within its line, and within what the page holds. */
function surroundings(file, [start, end]) {
  const piece = file.starts.findLast((first) => first <= start) ?? 0;
  const next = file.starts.find((first) => first > start) ?? file.text.length;
  const before = file.text.slice(unsplit(file.text, Math.max(piece, start - AROUND)), start);
  const behind = file.text.slice(end, unsplit(file.text, Math.min(Math.max(end, next), end + AROUND)));
  return [start - before.length + before.search(/[^\r\n]*$/), end + behind.search(/[\r\n]|$/)];
}

/**
 * The source around a span. `parts` are stretches within it, with the class that each is marked by.
 * Characters that are marked by several have all their classes.
 */
function excerpt(file, span, parts = []) {
  const [first, last] = surroundings(file, reaching(span, parts));
  const box = element("code", { class: "source", lang: "zh" });
  const stretches = [[...span, "meant"], ...parts];
  const shown = (from, to) => segments(file.text, [from, to], stretches);
  const longest = /[\r\n]/.test(file.text.slice(...span)) ? LONGEST_OVER_LINES : LONGEST_SOURCE;
  if (last - first <= longest) return filled(box, shown(first, last));
  const showWhole = () => {
    box.replaceChildren();
    filled(box, shown(first, last));
  };
  const [head, tail] = [first + (2 * longest) / 3, last - longest / 3].map((place) => unsplit(file.text, Math.floor(place)));
  return filled(box, [shown(first, head), " … ", shown(tail, last), " ", wholeTextButton(last - first, showWhole)]);
}

/** The text between two places as nodes, cut wherever a stretch begins or ends. */
function segments(text, [first, last], stretches) {
  const cuts = new Set([first, last]);
  for (const [start, end] of stretches) {
    if (start > first && start < last) cuts.add(start);
    if (end > first && end < last) cuts.add(end);
  }
  const places = [...cuts].sort((one, other) => one - other);
  return places.slice(1).map((end, number) => {
    const start = places[number];
    const classes = stretches.filter((each) => each[0] <= start && end <= each[1]).map((each) => each[2]);
    const shown = visible(text.slice(start, end));
    return classes.length ? element("mark", { class: classes.join(" ") }, shown) : document.createTextNode(shown);
  });
}

/** Where something is printed, in words. */
function placeWords(place) {
  if (place === null) return "";
  if (place.sheet !== undefined) return place.cell ? `${visible(place.sheet)}!${place.cell}` : visible(place.sheet);
  if (place.line !== undefined) return words("lineColumn", place.line, place.column);
  const known = ["page", "paragraph", "table", "row", "column"].filter((name) => place[name] !== undefined);
  return known.map((name) => words(name, place[name])).join(words("listSeparator"));
}
