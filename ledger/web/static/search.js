// The search of a site in a folder: words are looked up in script files, a few for each search.
"use strict";

const MOST = 400;
const SHOWN = 20;
const BLOCK = 500;
const root = document.currentScript.src.replace(/static\/search\.js.*$/, "");
const words = {};
const claims = {};
const waiting = {};
let known = null;

function ledgerKnown(names) { known = new Set(names); }
function ledgerWords(beginning, told) { words[beginning] = told; }
function ledgerClaims(block, told) { claims[block] = told; }

// Load a script file once; a file that is missing is one without words.
function load(path) {
  waiting[path] ??= new Promise((done) => {
    const script = document.createElement("script");
    script.src = root + path;
    script.onload = done;
    script.onerror = done;
    document.head.append(script);
  });
  return waiting[path];
}

function tokens(text) {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/ß/g, "ss");
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

function spelled(beginning) {
  return [...beginning].map((one) => (/^[a-z0-9]$/i.test(one) ? one : `_${one.codePointAt(0).toString(16)}_`)).join("");
}

function begins(one) { return [...one].slice(0, 2).join(""); }

// The claims that hold a word which begins so; whether there are more than the index names.
function holding(wanted) {
  const of = words[begins(wanted)]?.words ?? {};
  const found = new Set();
  let more = false;
  for (const [word, numbers] of Object.entries(of)) {
    if (!word.startsWith(wanted)) continue;
    more ||= numbers.length > MOST;
    numbers.slice(0, MOST).forEach((number) => found.add(number));
  }
  return { found, more };
}

function link(path, text) {
  const made = document.createElement("a");
  made.href = root + path;
  made.textContent = text;
  made.dir = "auto";
  return made;
}

function item(path, text, about) {
  const made = document.createElement("li");
  const small = document.createElement("small");
  small.textContent = about;
  made.append(link(path, text), " ", small);
  return made;
}

async function search(text) {
  const told = document.getElementById("told");
  const results = document.getElementById("results");
  results.replaceChildren();
  const wanted = tokens(text).filter((one) => [...one].length > 1);
  if (wanted.length === 0) {
    told.textContent = text.trim() ? "Give two letters or more of a word." : "";
    return;
  }
  told.textContent = "Searching…";
  await load("search/all.js");
  const files = [...new Set(wanted.map(begins))].map(spelled).filter((one) => known?.has(one));
  await Promise.all(files.map((one) => load(`search/${one}.js`)));
  const each = wanted.map(holding);
  // A word that is too common to be whole in the index only orders, if there is a rarer one.
  const whole = each.filter((one) => !one.more);
  const used = whole.length ? whole : each;
  const numbers = [...used[0].found].filter((one) => used.every((other) => other.found.has(one)));
  numbers.sort((one, other) => other - one);
  const names = (words[begins(wanted[0])]?.names ?? [])
    .filter(([name]) => wanted.every((one) => tokens(name).some((word) => word.startsWith(one))));
  for (const [name, sort, path] of names.slice(0, SHOWN)) results.append(item(path, name, sort));
  const more = each.some((one) => one.more);
  await show(numbers, 0);
  const count = numbers.length + names.length;
  if (count === 0) told.textContent = "Nothing holds all of these words.";
  else told.textContent = `${count}${more ? " or more" : ""} found, the newest first.`;
}

async function show(numbers, from) {
  const results = document.getElementById("results");
  const some = numbers.slice(from, from + SHOWN);
  await Promise.all([...new Set(some.map((one) => Math.floor(one / BLOCK)))].map((one) => load(`search/of-${one}.js`)));
  for (const number of some) {
    const found = claims[Math.floor(number / BLOCK)]?.[number];
    if (found) results.append(item(found[2], found[0], found[1]));
  }
  if (numbers.length > from + SHOWN) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = `Show ${Math.min(SHOWN, numbers.length - from - SHOWN)} more`;
    button.addEventListener("click", () => { button.parentElement.remove(); show(numbers, from + SHOWN); });
    const place = document.createElement("li");
    place.append(button);
    results.append(place);
  }
}

const box = document.getElementById("words");
const asked = new URLSearchParams(location.search).get("q") ?? new URLSearchParams(location.search).get("to");
if (asked) {
  box.value = asked;
  search(asked);
}
let last = 0;
box.addEventListener("input", () => {
  clearTimeout(last);
  last = setTimeout(() => search(box.value), 150);
});
document.getElementById("search").addEventListener("submit", (event) => {
  event.preventDefault();
  search(box.value);
});
