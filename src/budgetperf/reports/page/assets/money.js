// Money: added up to the last digit, and only within one unit of amounts. What is in 元 and what is in 万元 is never one sum.

/** A printed amount: its digits as a whole number, how many of them stand behind the point, its unit; null where it is none. */
function amountOf(text, unit) {
  const found = /^(-?\d+)(?:\.(\d+))?$/.exec(text ?? "");
  if (!found) return null;
  const [, whole, fraction = ""] = found;
  return { unit, digits: BigInt(whole + fraction), places: fraction.length };
}

/** What amounts come to, in each unit by itself; those that are null are left out. */
function sums(amounts) {
  const found = new Map();
  for (const amount of amounts) {
    if (amount === null) continue;
    const before = found.get(amount.unit);
    found.set(amount.unit, before ? plus(before, amount) : amount);
  }
  return [...found.values()];
}

function plus(one, other) {
  const places = Math.max(one.places, other.places);
  return { unit: one.unit, digits: scaled(one, places) + scaled(other, places), places };
}

function scaled({ digits, places }, wanted) {
  return places === wanted ? digits : digits * 10n ** BigInt(wanted - places);
}

/** Whether two amounts of one unit are the same, however many zeros are printed behind the point. */
function equal(one, other) {
  const places = Math.max(one.places, other.places);
  return scaled(one, places) === scaled(other, places);
}

/** About how much it is, for bars and order; no sum is made of it. */
function sizeOf({ digits, places }) {
  return Number(digits) / 10 ** places;
}

/** The largest size in each unit of amounts. */
function largest(amounts) {
  const found = new Map();
  for (const amount of amounts) {
    if (amount !== null) found.set(amount.unit, Math.max(found.get(amount.unit) ?? 0, sizeOf(amount)));
  }
  return found;
}

// --- in words -----------------------------------------------------------------------------------

function amountWords({ unit, digits, places }) {
  const sign = digits < 0n ? "-" : "";
  const all = String(digits < 0n ? -digits : digits).padStart(places + 1, "0");
  const whole = all.slice(0, all.length - places);
  const number = grouped(`${sign}${whole}${places ? `.${all.slice(-places)}` : ""}`);
  return unit === null ? number : `${number} ${unit}`;
}

/** The words of sums; one whose unit nobody printed says so beside others. */
function besideOneAnother(amounts) {
  const alone = amounts.length < 2;
  return amounts.map((amount) => (alone || amount.unit !== null ? amountWords(amount) : words("withoutUnit", amountWords(amount))));
}

/** Sums on one line: 3,260.00 万元 + 500.00 元. */
function sumsInWords(amounts) {
  return besideOneAnother(amounts).join(" + ");
}

/** A printed number with its digits in groups. */
function grouped(number) {
  const [whole, digits] = number.split(".");
  if (!/^-?\d+$/.test(whole)) return visible(number);
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return digits === undefined ? groups : `${groups}.${digits}`;
}
