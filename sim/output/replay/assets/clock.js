// Times and numbers as people read them. Whole seconds are rounded as everywhere else in a run folder: half to even.

const wholeSeconds = (t) => {
  const floor = Math.floor(t);
  const rest = t - floor;
  if (rest !== 0.5) return Math.round(t);
  return floor % 2 === 0 ? floor : floor + 1;
};

const two = (n) => String(n).padStart(2, "0");

const DAY_S = 86400;

// "03:59:34" on the clock of the run.
const clockAt = (clock, t) => {
  const s = (((clock.of_day_s + wholeSeconds(t)) % DAY_S) + DAY_S) % DAY_S;
  return `${two(Math.floor(s / 3600))}:${two(Math.floor((s % 3600) / 60))}:${two(Math.floor(s % 60))}`;
};

// "03:54" for a time announced to the minute.
const minuteAt = (clock, t) => clockAt(clock, t).slice(0, 5);

// "T+6:40" for 400 seconds after launch.
const sinceLaunch = (t) => {
  const s = Math.abs(wholeSeconds(t));
  return `T${t < 0 && s > 0 ? "\u2212" : "+"}${Math.floor(s / 60)}:${two(s % 60)}`;
};

const number = (n) => Math.round(n).toLocaleString("en-US");

// Whole percent, but never 100 while somebody is missing nor 0 while there is somebody.
const percent = (part, of) => {
  if (!of) return "0%";
  const p = (100 * part) / of;
  if (p > 0 && p < 1) return "<1%";
  if (p < 100 && p > 99) return ">99%";
  return `${Math.round(p)}%`;
};
