// Plain sentences: what is the case at a moment, and the whole run in short.

const STORY = {
  en: {
    before: (s) => `Nothing has happened yet. Launch in ${s}.`,
    quiet: "Nothing has happened yet.",
    launched: "A vehicle has been launched. Nobody on the ground knows yet.",
    detected: "The launch has been detected. No warning has gone out yet.",
    decided: "A warning has been decided and is about to go out.",
    needless: "No warning went out: the authority saw no need for one.",
    stood_down: "No warning went out: the danger was over before one was decided.",
    never: "The launch has been detected. No warning goes out in this run.",
    under: (areas) => `${areas} under shelter warning`,
    still: (areas) => `${areas} still under shelter warning`,
    unheard: "; it has not been heard anywhere yet",
    passes: (s) => `passes overhead in ${s}`,
    passed: (s) => `passed overhead ${s} ago`,
    no_pass: "nothing passes overhead in this run",
    subject: "the vehicle",
    over: (areas) => `Footprint over ${areas} now.`,
    bare: (areas) => `${areas} overhead WITHOUT a warning.`,
    lifted: (areas) => `All-clear in ${areas}: nobody is under warning any more.`,
    withdrawn: (areas) => `Warning withdrawn in ${areas}: nobody is under warning any more.`,
    expired: (areas) => `The warning expired in ${areas} without an all-clear.`,
    mixed: (parts) => `Nobody is under warning any more: ${parts.join(", ")}.`,
    parts: { lifted: (n) => `${n} lifted`, cancelled: (n) => `${n} withdrawn`, expired: (n) => `${n} expired without an all-clear` },
    join: (a, b) => `${a}; ${b}.`,
    some_lifted: (n, c) => `${n} already let go.`,
    brief: {
      none: "Nobody is told to take shelter in this run.",
      called: (areas, people, at) => `${areas}${people ? ` with ${people}` : ""} were told to take shelter at ${at}`,
      lead: (s, at) => `, ${s} before the vehicle passed overhead at ${at}`,
      late: (s, at) => `, ${s} after the vehicle had passed overhead at ${at}`,
      no_pass: "; nothing passed overhead",
      lifted: (at) => `, and let go at ${at}.`,
      first_lifted: (at, last) => `, and let go area by area from ${at} to ${last}.`,
      withdrawn: (at) => `. The warning was withdrawn at ${at}.`,
      expired: (at) => `. No all-clear came; the last warning expired at ${at}.`,
      open: ". No all-clear came.",
      waves: (at) => `, in several steps until ${at}`,
      over: (n, bare) => `Its footprint passed over ${n}${bare ? `, ${bare} of them without a warning` : ""}.`,
      over_none: "Its footprint touched no area.",
    },
  },
  ja: {
    before: (s) => `まだ何も起きていません。発射まで${s}。`,
    quiet: "まだ何も起きていません。",
    launched: "発射されました。地上ではまだ誰も知りません。",
    detected: "発射が探知されました。呼びかけはまだ出ていません。",
    decided: "発令が決まり、まもなく発信されます。",
    needless: "呼びかけは出ませんでした（必要なしと判断）。",
    stood_down: "呼びかけは出ませんでした（決定の前に危険が去りました）。",
    never: "発射が探知されました。この実行では呼びかけは出ません。",
    under: (areas) => `${areas}に避難の呼びかけ`,
    still: (areas) => `${areas}に引き続き避難の呼びかけ`,
    unheard: "（まだどこにも届いていない）",
    passes: (s) => `あと${s}で上空を通過`,
    passed: (s) => `${s}前に上空を通過`,
    no_pass: "この実行では上空を通過しない",
    subject: "飛しょう体",
    over: (areas) => `現在${areas}が通過域内。`,
    bare: (areas) => `${areas}が呼びかけのないまま通過域内。`,
    lifted: (areas) => `${areas}で解除。避難の呼びかけは残っていません。`,
    withdrawn: (areas) => `${areas}で取消・訂正。避難の呼びかけは残っていません。`,
    expired: (areas) => `${areas}で解除のないまま期限切れ。`,
    mixed: (parts) => `避難の呼びかけは残っていません（${parts.join("、")}）。`,
    parts: { lifted: (n) => `解除${n}`, cancelled: (n) => `取消・訂正${n}`, expired: (n) => `期限切れ${n}` },
    join: (a, b) => `${a}。${b}。`,
    some_lifted: (n) => `${n}は解除済み。`,
    brief: {
      none: "この実行では避難の呼びかけは出ません。",
      called: (areas, people, at) => `${at}、${areas}${people ? `（${people}）` : ""}に避難を呼びかけ`,
      lead: (s, at) => `。${at}の上空通過の${s}前`,
      late: (s, at) => `。${at}の上空通過から${s}後`,
      no_pass: "。上空の通過なし",
      lifted: (at) => `。${at}に解除。`,
      first_lifted: (at, last) => `。${at}から${last}にかけて地域ごとに解除。`,
      withdrawn: (at) => `。${at}に取消・訂正。`,
      expired: (at) => `。解除はなく、${at}に期限切れ。`,
      open: "。解除なし。",
      waves: (at) => `（${at}まで数回に分けて）`,
      over: (n, bare) => `通過域は${n}にかかりました${bare ? `。うち${bare}は呼びかけなし` : ""}。`,
      over_none: "通過域はどの地域にもかかりませんでした。",
    },
  },
};

// What is the case at `t`, in one or two sentences.
const headline = (run, t, lang) => {
  const gap = lang === "ja" ? "" : " ";
  const say = STORY[lang];
  const words = WORDS[lang];
  const { steps } = run;
  const [under] = run.under(t);
  const [ever] = run.warned(t);
  const over = run.areas.filter((_, area) => run.isOver(area, t));
  const bare = run.areas.filter((_, area) => run.isOver(area, t) && !["issued", "heard"].includes(STATES[run.stateOf(area, t)]));
  const tail = bare.length ? gap + say.bare(names(bare, lang)) : over.length ? gap + say.over(names(over, lang)) : "";
  if (under) {
    const heard = steps.first_heard === null || steps.first_heard <= t;
    const passed = run.overflight !== null && run.overflight <= t;
    const first = (passed ? say.still : say.under)(words.areas(under)) + (heard ? "" : say.unheard);
    const released = ever > under ? gap + say.some_lifted(words.areas(ever - under)) : "";
    return say.join(first, passage(run, t, lang)) + released + tail;
  }
  if (ever) return ended(run, t, lang) + tail;
  return waiting(run, t, lang) + tail;
};

const names = (areas, lang) => {
  const shown = areas.slice(0, 2).map((area) => area[lang]);
  const rest = areas.length - shown.length;
  return shown.join(WORDS[lang].and) + (rest ? ` + ${rest}` : "");
};

const passage = (run, t, lang) => {
  const say = STORY[lang];
  if (run.overflight === null) return say.no_pass;
  const apart = WORDS[lang].span(wholeSeconds(run.overflight) - wholeSeconds(t));
  const what = run.overflight > t ? say.passes(apart) : say.passed(apart);
  return lang === "ja" ? what : `${say.subject} ${what}`;
};

const waiting = (run, t, lang) => {
  const say = STORY[lang];
  const { steps } = run;
  const reached = (name) => steps[name] !== null && steps[name] <= t;
  if (reached("stood_down")) return say.stood_down;
  if (steps.launch !== null && t < steps.launch) return say.before(WORDS[lang].span(steps.launch - t));
  if (steps.launch === null && !reached("detected")) return say.quiet;
  if (reached("decided")) return say.decided;
  if (run.messages.length === 0 && reached("all_down")) return say.needless;
  if (reached("detected")) return run.messages.length ? say.detected : say.never;
  return say.launched;
};

const ended = (run, t, lang) => {
  const say = STORY[lang];
  const counts = { lifted: 0, cancelled: 0, expired: 0 };
  run.areas.forEach((_, area) => {
    const state = STATES[run.stateOf(area, t)];
    if (state in counts) counts[state] += 1;
  });
  const found = Object.entries(counts).filter(([, n]) => n);
  if (found.length > 1) return say.mixed(found.map(([state, n]) => say.parts[state](WORDS[lang].areas(n))));
  const [[state, n]] = found;
  return { lifted: say.lifted, cancelled: say.withdrawn, expired: say.expired }[state](WORDS[lang].areas(n));
};

// The whole run in two sentences: who was warned when, what passed, when they were let go.
const brief = (run, lang) => {
  const say = STORY[lang].brief;
  const words = WORDS[lang];
  const at = run.clock_at;
  const { steps } = run;
  const over = run.lives.filter((life) => life.visits.length);
  const bare = over.filter((life) => !life.warned.length).length;
  const touched = over.length ? say.over(words.areas(over.length), bare ? words.areas(bare) : "") : say.over_none;
  const gap = lang === "ja" ? "" : " ";
  const [areas, people] = run.warned(Infinity);
  if (!areas) return `${say.none}${gap}${touched}`;
  const first = run.messages.find((message) => message.kind === "issued").t;
  const last = run.messages.findLast((message) => message.kind === "issued").t;
  const called = say.called(words.areas(areas), people > 0 ? words.people(people) : "", at(first)) + (last > first ? say.waves(at(last)) : "");
  const apart = run.overflight === null ? 0 : wholeSeconds(run.overflight) - wholeSeconds(first);
  const passing = run.overflight === null ? say.no_pass : (apart >= 0 ? say.lead : say.late)(words.span(apart), at(run.overflight));
  return called + passing + letGo(run, lang) + gap + touched;
};

const letGo = (run, lang) => {
  const say = STORY[lang].brief;
  const at = run.clock_at;
  const states = new Set(run.areas.map((_, area) => STATES[run.stateOf(area, Infinity)]));
  if (states.has("issued") || states.has("heard")) return say.open;
  if (states.has("expired")) return say.expired(at(run.steps.last_ended));
  const lifts = run.messages.filter((message) => message.kind === "lift_issued");
  if (!lifts.length) return say.withdrawn(at(run.steps.withdrawn));
  return lifts.length > 1 ? say.first_lifted(at(lifts[0].t), at(lifts.at(-1).t)) : say.lifted(at(lifts[0].t));
};
