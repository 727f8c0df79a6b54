// One area at a time: the card on the map and the table of all.

const factsOf = (run, area, t, lang) => {
  const words = WORDS[lang];
  const one = run.areas[area];
  const life = run.lives[area];
  const at = run.clock_at;
  const state = STATES[run.stateOf(area, t)];
  const over = run.isOver(area, t);
  const bare = over && !["issued", "heard"].includes(state);
  const facts = [];
  const add = (name, text, when) => facts.push({ name, text, ahead: when !== undefined && when > t });
  const heard = run.firstHeard(area);
  const end = run.lastEnd(area);
  const [visit] = life.visits;
  const [warned] = life.warned;
  if (warned) add(words.warned, at(warned[0]), warned[0]);
  if (heard) add(words.heard, `${at(heard[0])} ${channelName(run, heard[2], lang)}`, heard[0]);
  else if (warned && life.missed.length) add(words.not_reached, [...new Set(life.missed.map((miss) => miss[2]).filter(Boolean))].join(", "));
  if (visit) {
    add(words.footprint, visit[1] === null ? at(visit[0]) : `${at(visit[0])} \u2013 ${at(visit[1])}`, visit[0]);
    if (warned) {
      const lead = wholeSeconds(visit[0] - warned[0]);
      add(words.lead, lead < 0 ? words.too_late(words.span(lead)) : words.span(lead), visit[0]);
    }
  } else if (life.closest) {
    const [when, , metres] = life.closest;
    add(words.closest, `${number(metres / 1000)} km, ${at(when)}`, when);
  }
  if (end) add(words.ended, `${at(end[0])}, ${words.ends_as[end[1]]}`, end[0]);
  const status = bare ? words.bare : words.states[state] + (over ? ` \u00b7 ${words.over_now}` : "");
  return { name: one[lang], other: one[lang === "ja" ? "en" : "ja"], state, over, bare, status, people: one.people, facts, crowd: run.peopleOf(area, t) };
};

const channelName = (run, k, lang) => WORDS[lang].channels[run.channels[k]] ?? run.channels[k];
const shortTitle = (run, k, lang) => run.titleOf(run.objects[k].name, lang).replace(/ ?[(\uFF08].*[)\uFF09]$/, "");

const makeCard = (run, root) => {
  const card = root.querySelector(".card");
  let shown = null;
  let held = false;
  let last = "";
  const fill = (t) => {
    const words = WORDS[LANG.now];
    const found = factsOf(run, shown, t, LANG.now);
    const stamp = JSON.stringify([found, held, LANG.now]);
    if (stamp === last) return;
    last = stamp;
    const people = found.people === null ? words.unknown : number(found.people);
    const rows = found.facts.map((fact) => make("div", fact.ahead ? { class: "ahead" } : {}, make("dt", {}, fact.name), make("dd", {}, fact.text)));
    const counts = found.crowd === null ? [] : ["noticed", "sheltered", "released"].map((name) =>
      make("div", {}, make("dt", {}, words[name]), make("dd", {}, found.people === null ? percent(found.crowd[name], found.crowd.of) : `${number(found.crowd[name])} (${percent(found.crowd[name], found.crowd.of)})`)));
    const close = make("button", { type: "button", class: "close", "aria-label": words.close, onclick: () => pick.hold(null) }, "\u00d7");
    card.replaceChildren(...(held ? [close] : []),
      make("h3", {}, found.name, ...(found.other === found.name ? [] : [make("small", { lang: LANG.now === "ja" ? "en" : "ja" }, found.other)])),
      make("p", { class: "status" }, make("i", { class: `swatch s-${found.state}${found.over ? " over" : ""}` }), found.status),
      make("dl", {}, make("div", {}, make("dt", {}, words.population), make("dd", {}, people)), ...rows, ...counts));
  };
  const pick = {
    map: null,
    time: 0,
    area: () => shown,
    hover: (area) => {
      if (!held) pick.show(area);
    },
    hold: (area) => {
      held = area !== null;
      pick.show(area);
      if (held) pick.map.uncover(area, card.getBoundingClientRect());
    },
    show: (area) => {
      shown = area;
      pick.map.ring(area);
      card.hidden = area === null;
      card.classList.toggle("held", held);
      last = "";
      if (area !== null) fill(pick.time);
    },
    speak: () => {
      last = "";
      if (shown !== null) fill(pick.time);
    },
    update: (t) => {
      pick.time = t;
      if (shown !== null) fill(t);
    },
  };
  return pick;
};

const COLUMNS = ["area", "state", "warned", "heard", "over", "ended", "noticed", "sheltered"];
const TABLE_EVERY_MS = 250;

const makeTable = (run, root, pick) => {
  const details = root.querySelector(".all details");
  const table = details.querySelector("table");
  const find = details.querySelector("input");
  let rows = [];
  let written = 0;
  let later = 0;
  const build = () => {
    const words = WORDS[LANG.now];
    const head = make("tr", {}, ...COLUMNS.map((name) => make("th", { scope: "col" }, words.columns[name])));
    rows = run.areas.map((area, k) => {
      const cells = COLUMNS.slice(1).map((name) => make("td", { class: name }));
      const name = make("button", { type: "button", onclick: () => hold(k) }, area[LANG.now]);
      return { line: make("tr", { "data-code": area.code }, make("th", { scope: "row" }, name), ...cells), cells, name: `${area.en} ${area.ja} ${area.code}`.toLowerCase() };
    });
    table.replaceChildren(make("thead", {}, head), make("tbody", {}, ...rows.map((row) => row.line)));
    filter();
    fill(pick.time);
  };
  const hold = (k) => {
    pick.hold(k);
    pick.map.box.scrollIntoView({ block: "nearest", behavior: calm() ? "auto" : "smooth" });
  };
  const filter = () => {
    const wanted = find.value.trim().toLowerCase();
    for (const row of rows) row.line.hidden = !row.name.includes(wanted);
  };
  const fill = (t) => {
    const words = WORDS[LANG.now];
    const when = (at) => (at !== null && at !== undefined && at <= t ? run.clock_at(at) : "");
    for (const [k, row] of rows.entries()) {
      const life = run.lives[k];
      const state = STATES[run.stateOf(k, t)];
      const over = run.isOver(k, t);
      const end = lastAt(life.ended, t);
      const visit = life.visits.findLast(([from]) => from <= t);
      const crowd = life.warned.length ? run.peopleOf(k, t) : null;
      const texts = [over && !["issued", "heard"].includes(state) ? words.bare : words.states[state] + (over ? ` \u00b7 ${words.over_now}` : ""), when(life.warned[0]?.[0]), when(run.firstHeard(k)?.[0]),
        visit ? `${run.clock_at(visit[0])}${visit[1] !== null && visit[1] <= t ? ` \u2013 ${run.clock_at(visit[1])}` : ""}` : "",
        end < 0 ? "" : `${run.clock_at(life.ended[end][0])}`, crowd ? percent(crowd.noticed, crowd.of) : "", crowd ? percent(crowd.sheltered, crowd.of) : ""];
      texts.forEach((text, c) => put(row.cells[c], text));
      if (row.line.dataset.state !== state) row.line.dataset.state = state;
    }
  };
  details.addEventListener("toggle", () => details.open && build());
  find.addEventListener("input", filter);
  const update = (t) => {
    if (!details.open) return;
    clearTimeout(later);
    const now = performance.now();
    if (now - written >= TABLE_EVERY_MS) {
      written = now;
      fill(t);
    } else later = setTimeout(() => fill(pick.time), TABLE_EVERY_MS);
  };
  return { speak: () => details.open && build(), update };
};
