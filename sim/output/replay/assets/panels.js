// Beside the map: clock and headline, counters, messages, times. Each writes to the page only what has changed.

const make = (name, attributes = {}, ...children) => {
  const one = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "class") one.className = value;
    else if (key.startsWith("on")) one.addEventListener(key.slice(2), value);
    else one.setAttribute(key, value);
  }
  one.append(...children);
  return one;
};
const put = (element, text) => {
  if (element.textContent !== text) element.textContent = text;
};

const makeNow = (run, root) => {
  const time = root.querySelector(".clock time");
  const since = root.querySelector(".since");
  const line = root.querySelector(".headline");
  return {
    speak: () => {
      root.querySelector(".zone").textContent = run.clock.zone;
      const title = root.querySelector(".run-title");
      title.replaceChildren(make("b", { "aria-hidden": "true" }, "AB"[run.index]), run.title_in(LANG.now),
        make("small", {}, `${run.name}, ${WORDS[LANG.now].seed(run.seed)}`));
    },
    update: (t) => {
      put(time, run.clock_at(t));
      put(since, sinceLaunch(t));
      put(line, headline(run, t, LANG.now));
    },
  };
};

const COUNTERS = ["under", "warned", "noticed", "sheltered", "released", "overflight"];

const makeCounters = (run, root) => {
  const list = root.querySelector(".counters");
  const cells = Object.fromEntries(COUNTERS.map((name) => {
    const cell = { title: make("dt"), value: make("dd", { class: "value" }), note: make("dd", { class: "note" }), bar: make("i") };
    list.append(make("div", { class: `c-${name}` }, cell.title, cell.value, make("dd", { class: "bar", "aria-hidden": "true" }, cell.bar), cell.note));
    return [name, cell];
  }));
  const unknown = make("div", { class: "unknown" });
  const show = (name, value, note, share) => {
    put(cells[name].value, value);
    put(cells[name].note, note);
    cells[name].bar.style.transform = `scaleX(${Math.min(share, 1)})`;
  };
  return {
    speak: () => {
      const words = WORDS[LANG.now];
      for (const name of COUNTERS) put(cells[name].title, words.counters[name]);
      unknown.remove();
      if (run.crowd?.unknown) list.append(unknown);
      put(unknown, run.crowd?.unknown ? words.unknown_people(run.crowd.unknown) : "");
    },
    update: (t) => {
      const words = WORDS[LANG.now];
      const [under] = run.under(t);
      const [areas, people] = run.warned(t);
      show("under", number(under), words.of(under, run.areas.length), under / run.areas.length);
      const known = !Number.isNaN(people);
      show("warned", known ? number(people) : words.unknown, words.in_areas(areas), known && run.people ? people / run.people : areas / run.areas.length);
      const crowd = run.crowdAt(t);
      const told = run.messages.length > 0;
      for (const name of ["noticed", "sheltered", "released"]) {
        if (crowd) {
          const share = percent(crowd[name], run.crowd.of);
          const note = name === "sheltered" ? words.sheltering(crowd.sheltering) : share;
          show(name, run.crowd.unknown ? share : number(crowd[name]), run.crowd.unknown ? "" : note, crowd[name] / run.crowd.of);
        } else show(name, told ? "\u2013" : "0", told ? words.not_in_run : "", 0);
      }
      overflight(t, words);
    },
  };

  function overflight(t, words) {
    if (run.overflight === null) {
      const nearest = Math.min(...run.lives.map((life) => life.closest?.[2] ?? Infinity));
      const far = Number.isFinite(nearest) ? words.nearest(number(nearest / 1000)) : words.no_gate;
      show("overflight", words.no_overflight, far, 0);
      return;
    }
    const apart = wholeSeconds(run.overflight) - wholeSeconds(t);
    const from = run.start;
    put(cells.overflight.title, apart > 0 ? words.counters.ahead : words.counters.behind);
    show("overflight", words.span(apart), words.passes_at(run.clock_at(run.overflight)), (t - from) / Math.max(run.overflight - from, 1));
  }
};

const makeMessages = (run, root) => {
  const list = root.querySelector(".messages ol");
  const none = root.querySelector(".messages .none");
  let cards = [];
  return {
    speak: () => {
      const words = WORDS[LANG.now];
      cards = run.messages.map((message) => {
        const other = LANG.now === "ja" ? "en" : "ja";
        const where = message.areas.length <= 4 ? names(message.areas.map((k) => run.areas[k]), LANG.now) : words.areas(message.areas.length);
        const head = make("header", {}, make("time", {}, run.clock_at(message.t)), make("span", { class: "where" }, words.to(where)));
        return make("li", { class: `message k-${message.kind}`, "data-number": message.number, hidden: "" }, head,
          make("h4", {}, message.headline[LANG.now]), make("p", { lang: LANG.now }, message.text[LANG.now]),
          make("details", {}, make("summary", {}, words.other_text), make("p", { lang: other }, message.text[other])));
      });
      list.replaceChildren(...[...cards].reverse());
      put(none, run.messages.length ? words.no_message_yet : words.no_message);
    },
    update: (t) => {
      let newest = -1;
      for (const [k, message] of run.messages.entries()) {
        const sent = message.t <= t;
        if (cards[k].hidden === sent) cards[k].hidden = !sent;
        if (sent) newest = k;
      }
      for (const [k, card] of cards.entries()) card.classList.toggle("newest", k === newest);
      if (none.hidden !== newest >= 0) none.hidden = newest >= 0;
    },
  };
};

const STEPS = ["mistake", "launch", "failure", "detected", "decided", "issued", "first_heard", "first_touch", "closest", "overflight", "all_down",
  "lift_decided", "lift_issued", "withdrawn", "stood_down", "last_ended"];
const EXPECTED = ["issued", "overflight", "lift_issued"];

// The moments of a run in time order: a title, the modelled time, what was announced of it.
const momentsOf = (run, lang) => {
  const words = WORDS[lang];
  const said = (milestone) => run.announced.filter((one) => one.object === null && one.milestone === milestone);
  const rows = STEPS.map((step) => ({ key: step, title: words.steps[step], t: run.steps[step] ?? null, announced: said(step) }))
    .filter((row) => row.t !== null || row.announced.length || EXPECTED.includes(row.key));
  for (const one of run.announced.filter((other) => other.object !== null || !(other.milestone in words.steps))) {
    const key = `${one.milestone}:${one.object}`;
    const title = (one.milestone === "object_down" ? words.down : words.passed_of)(run.titleOf(one.object, lang));
    const row = rows.find((other) => other.key === key);
    if (row) row.announced.push(one);
    else rows.push({ key, title, t: run.modelledFor(one), announced: [one] });
  }
  const when = (row) => row.t ?? row.announced[0]?.announced_s ?? Infinity;
  return rows.sort((a, b) => when(a) - when(b));
};

const makeTimes = (run, root, seek) => {
  const table = root.querySelector(".times table");
  const flown = root.querySelector(".flight table");
  let marked = [];
  const timeButton = (t, kind) => make("button", { type: "button", class: `at ${kind}`, onclick: () => seek(t) }, run.clock_at(t));
  const announcedCell = (row, words) => row.announced.map((one) => {
    const shown = (one.rounding_s >= 60 ? minuteAt : clockAt)(run.clock, one.announced_s);
    const off = row.t === null ? null : Math.max(one.earliest_s - row.t, row.t - one.latest_s, 0);
    const verdict = off === null ? words.never : off > 0 ? words.off(words.span(off)) : words.within;
    return make("div", { class: "said", title: [words.role_texts[one.role], verdict, one.note ?? "", one.source].filter(Boolean).join("\n") },
      make("span", { class: "stamp" }, shown), ` ${one.by} `, make("span", { class: "role" }, words.roles[one.role]),
      off === 0 ? make("span", { class: "within", "aria-label": verdict, role: "img" }, "\u2713") : make("span", { class: "off" }, verdict));
  });
  return {
    speak: () => {
      const words = WORDS[LANG.now];
      const rows = momentsOf(run, LANG.now);
      const body = make("tbody");
      marked = rows.map((row) => {
        const line = make("tr", { "data-step": row.key }, make("th", { scope: "row" }, row.title),
          make("td", {}, row.t === null ? make("span", { class: "never" }, words.never) : timeButton(row.t, "model")), make("td", {}, ...announcedCell(row, words)));
        body.append(line);
        return [row.t ?? Infinity, line];
      });
      const head = make("tr", {}, ...[words.what, words.modelled, words.announced].map((text) => make("th", { scope: "col" }, text)));
      table.replaceChildren(make("thead", {}, head), body);
      flown.replaceChildren(make("tbody", {}, ...run.flight.map((one) => make("tr", {}, make("td", {}, timeButton(one.t, `b-${one.basis}`)),
        make("th", { scope: "row" }, `${run.titleOf(one.object, LANG.now)}: ${one.event}`), make("td", { class: `basis b-${one.basis}` }, words.bases[one.basis] ?? one.basis)))));
      root.querySelector("section.flight").hidden = !run.flight.length;
    },
    update: (t) => {
      for (const [at, line] of marked) line.classList.toggle("past", at <= t);
    },
  };
};

const makeKey = (run, root) => {
  const list = root.querySelector(".key");
  return {
    speak: () => {
      const words = WORDS[LANG.now];
      const possible = new Set(["none", ...run.lives.flatMap((life) => life.steps.map(([, state]) => STATES[state]))]);
      const entries = STATES.filter((state) => possible.has(state)).map((state) => [`swatch s-${state}`, words.states[state]]);
      if (run.lives.some((life) => life.visits.length)) entries.push(["swatch over", words.over_now]);
      const radii = [...new Set(run.objects.map((one) => one.radius_km).filter(Boolean))];
      if (radii.length) entries.push(["foot", words.key.footprint(radii.join(", "))]);
      if (run.objects.some((one) => one.line)) entries.push(["line flown", words.key.flown], ["line ahead", words.key.ahead]);
      if (run.gates.length) entries.push(["line gate", words.key.gate]);
      if (run.zones.length) entries.push(["foot zone", words.key.zone]);
      if (run.announced.length) entries.push(["span", words.key.said]);
      entries.push(["diamond", words.key.model]);
      const [west, north, east, south] = run.look;
      if (!DATA.mapped.some((box) => box[0] < east && west < box[2] && box[1] < south && north < box[3])) entries.push(["", words.no_land]);
      list.replaceChildren(...entries.map(([kind, text]) => make("li", {}, make("i", { class: kind }), text)));
    },
    update: () => {},
  };
};
