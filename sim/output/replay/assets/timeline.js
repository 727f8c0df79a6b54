// The strip of time at the foot of the page, and what plays it.

const SPEEDS = [1, 2, 5, 10, 20, 30, 60, 120];
const USUAL_SPEED = 30;
const LABELLED = ["launch", "issued", "overflight", "all_down", "lift_issued", "withdrawn"];

const makeTimeline = (runs, seek) => {
  const lanes = document.querySelector(".lanes");
  const scrub = document.getElementById("scrub");
  const span = { from: Math.min(...runs.map((run) => run.start)), to: 0, long: false };
  const short = Math.max(...runs.map((run) => run.end));
  const last = Math.max(...runs.map((run) => run.last));
  span.to = short;
  span.can = last > short + 1;
  const share = (t) => `${(100 * (t - span.from)) / (span.to - span.from)}%`;
  const inside = (t) => t >= span.from && t <= span.to;

  // Areas under warning over time, as steps; of two runs on one scale.
  const most = Math.max(1, ...runs.flatMap((run) => run.hill.map(([, areas]) => areas)));
  const hill = (run) => {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("preserveAspectRatio", "none");
    svg.setAttribute("viewBox", `${span.from} 0 ${span.to - span.from} 1`);
    let path = `M${span.from} 1`;
    for (const [t, areas] of run.hill) if (t <= span.to) path += `H${t}V${1 - areas / most}`;
    draw(svg, "path", { d: `${path}H${span.to}V1z` });
    return svg;
  };

  const lane = (run) => {
    const said = make("div", { class: "said-lane" });
    for (const one of run.announced) {
      if (!inside(one.announced_s)) continue;
      const from = Math.max(one.earliest_s, span.from);
      const bar = make("i", { class: `a-${one.role}` });
      bar.style.left = share(from);
      bar.style.width = `${(100 * (Math.min(one.latest_s, span.to) - from)) / (span.to - span.from)}%`;
      said.append(bar);
    }
    const model = make("div", { class: "model-lane" });
    for (const step of LABELLED) {
      const t = run.steps[step];
      if (t === null || t === undefined || !inside(t)) continue;
      const mark = make("b", { "data-step": step }, make("span", {}, WORDS[LANG.now].short[step]));
      mark.style.left = share(t);
      model.append(mark);
    }
    return make("div", { class: "lane" }, ...(runs.length > 1 ? [make("em", {}, "AB"[run.index])] : []), said, model, make("div", { class: "hill" }, hill(run)));
  };

  // A label goes where it does not touch the one before; the call, the passage and the all-clear come first.
  const thin = () => {
    for (const model of lanes.querySelectorAll(".model-lane")) {
      const edge = model.getBoundingClientRect();
      const taken = [...model.children].map((mark) => {
        const { left } = mark.getBoundingClientRect();
        return { mark, left: left - 5, right: left + 5 };
      });
      const marks = [...model.children].sort((a, b) => weight(a) - weight(b));
      for (const mark of marks) {
        const label = mark.firstElementChild;
        label.hidden = false;
        const free = [false, true].some((left) => {
          mark.classList.toggle("left", left);
          const room = label.getBoundingClientRect();
          if (room.left < edge.left - 8 || room.right > edge.right + 6) return false;
          if (taken.some((one) => one.mark !== mark && one.left < room.right && room.left < one.right)) return false;
          taken.push({ mark, left: room.left, right: room.right });
          return true;
        });
        label.hidden = !free;
      }
    }
  };
  const weight = (mark) => ["issued", "overflight", "lift_issued", "launch", "withdrawn", "all_down"].indexOf(mark.dataset.step);

  const redraw = () => {
    lanes.replaceChildren(...runs.map(lane));
    Object.assign(scrub, { min: span.from, max: span.to, step: "any" });
    thin();
  };
  new ResizeObserver(thin).observe(lanes);
  scrub.addEventListener("input", () => seek(Number(scrub.value), true));

  const stops = [...new Set(runs.flatMap((run) => [...run.messages.map((one) => one.t), ...Object.values(run.steps).filter((t) => t !== null)]))].sort((a, b) => a - b);
  return {
    span,
    redraw,
    next: (t) => stops.find((stop) => stop > t + 1e-6 && stop <= span.to) ?? span.to,
    previous: (t) => stops.findLast((stop) => stop < t - 1e-6) ?? span.from,
    stretch: () => {
      span.long = !span.long;
      span.to = span.long ? last : short;
      redraw();
    },
    other_end: () => (span.long ? short : last),
    update: (t) => {
      scrub.value = t;
      scrub.style.setProperty("--done", share(t));
      scrub.setAttribute("aria-valuetext", `${runs[0].clock_at(t)} ${runs[0].clock.zone}, ${sinceLaunch(t)}`);
    },
  };
};
