// A run as functions of time. Reads the embedded data only; knows nothing of the page.

const DATA = JSON.parse(document.getElementById("data").textContent);
const STATES = DATA.states;
const OVER = STATES.length;

// Index of the last entry whose time (by `at`) is not after `t`; -1 if there is none.
const lastAt = (list, t, at = (one) => one[0]) => {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at(list[middle]) <= t) low = middle + 1;
    else high = middle;
  }
  return low - 1;
};

// Straight lines between points, the first and last value outside them.
const between = (times, values, t) => {
  const k = lastAt(times, t, (one) => one);
  if (k < 0) return values[0];
  if (k === times.length - 1) return values[k];
  const part = (t - times[k]) / (times[k + 1] - times[k]);
  return values[k] + part * (values[k + 1] - values[k]);
};

const sums = (steps) => {
  let sum = 0;
  return steps.map((step) => (sum += step));
};

const makeRun = (raw, index) => {
  const areas = DATA.grounds[raw.ground];
  const lives = raw.lives.map((life) => ({ warned: [], aired: [], ended: [], visits: [], missed: [], closest: null, steps: [], ...life }));
  const sent = new Map(raw.messages.map((message) => [message.number, message]));
  const warns = (number_) => sent.get(number_)?.kind === "issued";
  const run = { ...raw, index, areas, lives, sent, hill: raw.under };

  run.title_in = (lang) => (lang === "ja" && raw.title_ja) || raw.title;
  run.clock_at = (t) => clockAt(raw.clock, t);
  run.stateOf = (area, t) => {
    const k = lastAt(lives[area].steps, t);
    return k < 0 ? 0 : lives[area].steps[k][1];
  };
  run.isOver = (area, t) => lives[area].visits.some(([from, to]) => from <= t && (to === null || t < to));
  // State and footprint in one number, so that one comparison tells whether anything changed.
  run.look_at = (area, t) => run.stateOf(area, t) + (run.isOver(area, t) ? OVER : 0);

  // Every moment at which some area changes its look.
  const changes = new Set(lives.flatMap((life) => [...life.steps.map(([t]) => t), ...life.visits.flat().filter((t, k) => k % 3 < 2 && t !== null)]));
  run.changes = Float64Array.from([...changes].sort((a, b) => a - b));
  run.changesBefore = (t) => lastAt(run.changes, t, (one) => one) + 1;

  run.under = (t) => {
    const k = lastAt(raw.under, t);
    return k < 0 ? [0, 0] : raw.under[k].slice(1);
  };
  const firsts = lives.flatMap((life, area) => (life.warned.length ? [[life.warned[0][0], areas[area].people ?? NaN]] : [])).sort((a, b) => a[0] - b[0]);
  // Not a number from the first area on whose people are unknown.
  const warnedPeople = sums(firsts.map((one) => one[1]));
  run.warned = (t) => {
    const k = lastAt(firsts, t);
    return k < 0 ? [0, 0] : [k + 1, warnedPeople[k]];
  };
  run.people = sums(areas.map((area) => area.people ?? 0)).at(-1) ?? 0;
  run.crowdAt = (t) => {
    if (!raw.crowd) return null;
    const { t: times, ...counts } = raw.crowd.all;
    return Object.fromEntries(Object.entries(counts).map(([name, values]) => [name, between(times, values, t)]));
  };
  const unpacked = new Map();
  run.peopleOf = (area, t) => {
    const { code } = areas[area];
    const packed = raw.crowd?.areas[code];
    if (!packed) return null;
    if (!unpacked.has(code)) {
      const { of, t: times, ...counts } = packed;
      unpacked.set(code, { of, times: sums(times).map((ms) => ms / 1000), counts: Object.entries(counts).map(([name, steps]) => [name, sums(steps)]) });
    }
    const one = unpacked.get(code);
    return { of: one.of, ...Object.fromEntries(one.counts.map(([name, values]) => [name, between(one.times, values, t)])) };
  };
  run.firstHeard = (area, t = Infinity) => {
    const heard = lives[area].aired.filter(([at, message]) => warns(message) && at <= t);
    return heard.length ? heard.reduce((a, b) => (b[0] < a[0] ? b : a)) : null;
  };
  run.lastEnd = (area) => lives[area].ended.at(-1) ?? null;
  run.overflight = raw.steps.overflight ?? raw.steps.first_touch;
  // Where an object is, or was last: x, y in map units, or null before its track begins.
  run.placeOf = (object, now) => {
    const { t: times, xy } = object;
    const t = object.end ? Math.min(now, object.end[0]) : now;
    if (!times.length || t < times[0]) return null;
    const k = Math.min(lastAt(times, t, (one) => one), times.length - 1);
    if (k === times.length - 1) return { x: xy[2 * k], y: xy[2 * k + 1], k, flying: false };
    const part = (t - times[k]) / (times[k + 1] - times[k]);
    const x = xy[2 * k] + part * (xy[2 * k + 2] - xy[2 * k]);
    const y = xy[2 * k + 1] + part * (xy[2 * k + 3] - xy[2 * k + 1]);
    return { x, y, k, flying: !object.end || now < object.end[0] };
  };
  run.altOf = (object, t) => between(object.t, object.alt, t);
  // When the model had what was announced, or null.
  run.modelledFor = (one) => {
    if (one.object === null) return raw.steps[one.milestone] ?? null;
    const object = raw.objects.find((other) => other.name === one.object);
    if (!object) return null;
    return one.milestone === "object_down" ? (object.end ? object.end[0] : null) : object.gate_s;
  };
  run.titleOf = (name, lang) => {
    const object = raw.objects.find((other) => other.name === name);
    return object ? (lang === "ja" && object.title_ja) || object.title : name;
  };
  return run;
};

const RUNS = DATA.runs.map(makeRun);
