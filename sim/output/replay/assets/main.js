// Puts the page together and plays it.

const LANG = { now: (navigator.language || "en").toLowerCase().startsWith("ja") ? "ja" : "en" };
const PAGE = document.documentElement;
const byId = (id) => document.getElementById(id);
const player = { t: 0, playing: false, speed: USUAL_SPEED, frame: 0, before: 0 };

const parts = [];
const views = RUNS.map((run) => {
  const root = byId("run").content.cloneNode(true).firstElementChild;
  root.dataset.run = run.name;
  document.querySelector("main").append(root);
  const pick = makeCard(run, root);
  const map = makeMap(run, root, pick);
  pick.map = map;
  const overlay = makeOverlay(run, map);
  map.moved = () => overlay.draw(player.t);
  parts.push(makeNow(run, root), makeCounters(run, root), makeMessages(run, root), makeTimes(run, root, (t) => seek(t)), makeKey(run, root), pick, makeTable(run, root, pick),
    { speak: map.rename, update: map.update });
  const { box } = map;
  for (const [name, action] of [["first", map.first], ["whole", map.whole], ["nearer", () => map.by(1.6)], ["farther", () => map.by(1 / 1.6)]]) box.querySelector(`.${name}`).addEventListener("click", action);
  box.addEventListener("keydown", (event) => walk(event, run, map, pick));
  return { run, root, map, overlay, pick };
});
const timeline = makeTimeline(RUNS, (t, byHand) => seek(t, byHand));

// Arrow keys on the map go from area to area.
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
function walk(event, run, map, pick) {
  if (event.target !== map.box) return;
  if (event.key in WAYS) {
    pick.hold(map.neighbour(pick.area(), ...WAYS[event.key]));
    tellArea(run, pick);
  } else if (event.key === "Enter" && pick.area() === null) {
    pick.hold(map.neighbour(null, 0, 0));
    tellArea(run, pick);
  } else if (event.key === "Escape") pick.hold(null);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

const tell = (text) => {
  byId("said").textContent = text;
};
const tellArea = (run, pick) => {
  if (pick.area() === null) return;
  const found = factsOf(run, pick.area(), player.t, LANG.now);
  tell([found.name, found.status, ...found.facts.map((fact) => `${fact.name}: ${fact.text}`)].join(". "));
};

// What a screen reader hears: messages and milestones as the clock passes them; of several the newest message.
let told = -Infinity;
const tellPassed = (before, now) => {
  if (now <= before || performance.now() - told < 1500) return;
  const words = WORDS[LANG.now];
  const isNew = (t) => t !== null && t !== undefined && t > before && t <= now;
  const sent = RUNS.flatMap((run) => run.messages.filter((one) => isNew(one.t)).map((one) => [one.t, `${one.headline[LANG.now]}. ${one.text[LANG.now]}`]));
  const passed = RUNS.flatMap((run) => STEPS.filter((step) => isNew(run.steps[step])).map((step) => [run.steps[step], words.steps[step]]));
  const worth = sent.length ? sent : passed;
  if (!worth.length) return;
  const [t, text] = worth.reduce((a, b) => (b[0] >= a[0] ? b : a));
  told = performance.now();
  tell(`${RUNS[0].clock_at(t)} ${text}`);
};

function show() {
  const { t } = player;
  for (const part of parts) part.update(t);
  for (const view of views) view.overlay.draw(t);
  timeline.update(t);
  put(document.querySelector(".now-at"), `${RUNS[0].clock_at(t)} ${RUNS[0].clock.zone} \u00b7 ${sinceLaunch(t)}`);
}

function seek(t, byHand) {
  const before = player.t;
  if (t > timeline.span.to && timeline.span.can && !timeline.span.long) stretch();
  player.t = Math.min(Math.max(t, timeline.span.from), timeline.span.to);
  if (byHand && player.playing) player.before = performance.now();
  show();
  tellPassed(before, player.t);
  playButton();
}

function step(now) {
  if (!player.playing) return;
  const before = player.t;
  player.t = Math.min(player.t + ((now - player.before) / 1000) * player.speed, timeline.span.to);
  player.before = now;
  show();
  tellPassed(before, player.t);
  if (player.t >= timeline.span.to) play(false);
  else player.frame = requestAnimationFrame(step);
}

function play(on) {
  if (on && player.t >= timeline.span.to) player.t = timeline.span.from;
  player.playing = on;
  cancelAnimationFrame(player.frame);
  if (on) {
    player.before = performance.now();
    player.frame = requestAnimationFrame(step);
  }
  playButton();
}

function playButton() {
  const words = WORDS[LANG.now];
  const button = byId("play");
  const text = player.playing ? words.pause : player.t >= timeline.span.to ? words.again : words.play;
  button.classList.toggle("playing", player.playing);
  put(button.querySelector("span"), text);
}

function stretch() {
  timeline.stretch();
  stretchButton();
  player.t = Math.min(player.t, timeline.span.to);
}

function stretchButton() {
  const words = WORDS[LANG.now];
  const button = byId("stretch");
  button.hidden = !timeline.span.can;
  button.setAttribute("aria-pressed", timeline.span.long);
  button.title = words.stretch_hint;
  put(button, words.stretch(minuteAt(RUNS[0].clock, timeline.other_end())));
}

function speak() {
  const words = WORDS[LANG.now];
  PAGE.lang = LANG.now;
  for (const one of document.querySelectorAll("[data-word]")) one.textContent = words[one.dataset.word];
  for (const one of document.querySelectorAll("[data-label]")) {
    one.setAttribute("aria-label", words[one.dataset.label]);
    if (one.tagName === "BUTTON") one.title = words[one.dataset.label];
  }
  for (const { map } of views) {
    map.box.setAttribute("aria-label", words.map);
    map.box.querySelector("svg").setAttribute("data-hint", words.zoom_hint);
  }
  const language = byId("language");
  language.textContent = words.other_language;
  language.lang = LANG.now === "ja" ? "en" : "ja";
  const single = RUNS.length === 1;
  const title = single ? RUNS[0].title_in(LANG.now) : words.side_by_side;
  put(document.querySelector("h1"), title);
  document.title = `${title} \u2013 SIMULATION`;
  put(document.querySelector(".brief"), single ? brief(RUNS[0], LANG.now) : "");
  for (const { run, root } of views) put(root.querySelector(".run-brief"), single ? "" : brief(run, LANG.now));
  document.querySelector(".keys").replaceChildren(...words.key_names.map(([key, what]) => make("div", {}, make("dt", {}, key), make("dd", {}, what))), make("div", {}, make("dt", {}, "\u2217"), make("dd", {}, words.zoom_hint)));
  const sources = [...new Set(RUNS.flatMap((run) => [words.run_line(run), run.credit, ...run.remarks]))];
  document.querySelector(".sources").replaceChildren(...[...words.about_text, ...sources, words.libraries].map((text) => make("p", {}, text)));
  themeButton();
  stretchButton();
  for (const part of parts) part.speak();
  timeline.redraw();
  playButton();
  show();
}

const darkNow = () => (PAGE.dataset.theme ? PAGE.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
function themeButton() {
  put(byId("theme"), darkNow() ? WORDS[LANG.now].light : WORDS[LANG.now].dark);
}
function recolour() {
  themeButton();
  for (const { overlay } of views) {
    overlay.recolour();
    overlay.draw(player.t);
  }
}
const turnTheme = () => {
  PAGE.dataset.theme = darkNow() ? "light" : "dark";
  recolour();
};
const turnLanguage = () => {
  LANG.now = LANG.now === "ja" ? "en" : "ja";
  speak();
};

const go = (seconds) => seek(player.t + seconds, true);
const KEYS = {
  " ": () => play(!player.playing),
  ArrowLeft: (event) => go(event.shiftKey ? -60 : -5),
  ArrowRight: (event) => go(event.shiftKey ? 60 : 5),
  Home: () => seek(timeline.span.from, true),
  End: () => seek(timeline.span.to, true),
  ",": () => seek(timeline.previous(player.t), true),
  ".": () => seek(timeline.next(player.t), true),
  "+": () => views.forEach(({ map }) => map.by(1.6)),
  "-": () => views.forEach(({ map }) => map.by(1 / 1.6)),
  l: turnLanguage,
  d: turnTheme,
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const { target } = event;
  const typing = target.matches("input[type=search], select");
  const pressing = event.key === " " && target.matches("button, summary");
  const scrolling = ["Home", "End"].includes(event.key) && target.matches(".scroll");
  const action = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!action || typing || pressing || scrolling) return;
  event.preventDefault();
  action(event);
});

byId("play").addEventListener("click", () => play(!player.playing));
byId("previous").addEventListener("click", () => seek(timeline.previous(player.t), true));
byId("next").addEventListener("click", () => seek(timeline.next(player.t), true));
byId("stretch").addEventListener("click", () => {
  stretch();
  show();
  playButton();
});
byId("language").addEventListener("click", turnLanguage);
byId("theme").addEventListener("click", turnTheme);
byId("speed").append(...SPEEDS.map((speed) => make("option", { value: speed }, `${speed}\u00d7`)));
byId("speed").value = USUAL_SPEED;
byId("speed").addEventListener("change", (event) => {
  player.speed = Number(event.target.value);
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);

// The address may say where to begin: #t=240&lang=ja&theme=dark
const fromAddress = () => {
  const wanted = new URLSearchParams(location.hash.slice(1));
  if (["en", "ja"].includes(wanted.get("lang"))) LANG.now = wanted.get("lang");
  if (["light", "dark"].includes(wanted.get("theme"))) PAGE.dataset.theme = wanted.get("theme");
  recolour();
  speak();
  if (wanted.get("t") !== null && Number.isFinite(Number(wanted.get("t")))) seek(Number(wanted.get("t")), true);
};
window.addEventListener("hashchange", fromAddress);

new ResizeObserver(([{ target }]) => PAGE.style.setProperty("--above", `${target.offsetTop + target.offsetHeight}px`)).observe(document.querySelector(".top"));
PAGE.classList.toggle("two", RUNS.length > 1);
byId("page").hidden = false;
player.t = timeline.span.from;
for (const { map, overlay } of views) {
  overlay.recolour();
  map.resize();
}
fromAddress();
