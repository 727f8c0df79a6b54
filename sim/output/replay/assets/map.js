// The map that stands still: land, areas, tracks, zones. SVG, drawn once; afterwards only classes change.

const SVG = "http://www.w3.org/2000/svg";
const draw = (parent, name, attributes = {}, text) => {
  const one = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, value);
  if (text !== undefined) one.textContent = text;
  parent.append(one);
  return one;
};
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

const SMALL_PX = 7;
const SMALL_AMONG_MANY_PX = 2.5;
const REACH_PX = 16;
const MOST_NAMES = 40;
const MOST_OTHER_NAMES = 12;
const MANY_AREAS = 200;
const KM_PER_DEGREE = 111.195; // sphere of the IUGG mean radius

const makeMap = (run, root, onPick) => {
  const box = root.querySelector(".map");
  const svg = box.querySelector("svg");
  const world = draw(svg, "g", { class: "world" });
  const marks = draw(svg, "g", { class: "marks" });
  const watermark = draw(svg, "text", { class: "watermark" });
  const labels = draw(svg, "g", { class: "names" });
  for (const [west, north, east, south] of DATA.mapped) draw(world, "rect", { class: "sea", x: west, y: north, width: east - west, height: south - north });
  draw(world, "path", { class: "land", d: DATA.land });
  for (const zone of run.zones) draw(world, "path", { class: "zone", d: zone.d });
  for (const [k, object] of run.objects.entries()) if (object.swath) draw(world, "path", { class: `swath o${k % 5}`, d: object.swath });
  const paths = run.areas.map((area, k) => draw(world, "path", { class: "area s-none", d: area.d, "data-area": k }));
  for (const gate of run.gates) draw(world, "path", { class: "gate", d: gate.d });
  for (const [k, object] of run.objects.entries()) if (object.line) draw(world, "path", { class: `track o${k % 5}`, d: object.line });
  const ring = draw(world, "path", { class: "ring", d: "" });
  const dots = run.areas.map(() => null);
  const many = run.areas.length > MANY_AREAS;
  svg.classList.toggle("many", many);
  const concerned = (k) => run.lives[k].warned.length > 0 || run.lives[k].visits.length > 0;
  const smallPx = run.areas.filter((_, k) => concerned(k)).length > MANY_AREAS ? SMALL_AMONG_MANY_PX : SMALL_PX;

  const map = { box, scale: 1, x: 0, y: 0, width: 0, height: 0, moved: () => {} };
  const place = (x, y) => [x * map.scale + map.x, y * map.scale + map.y];
  map.place = place;
  const fit = ([west, north, east, south]) => {
    const scale = Math.min(map.width / (east - west), map.height / (south - north));
    return { scale, x: map.width / 2 - (scale * (west + east)) / 2, y: map.height / 2 - (scale * (north + south)) / 2 };
  };
  let base = { scale: 1, x: 0, y: 0 };
  let settle = 0;
  const zoom = d3.zoom().on("zoom", ({ transform }) => {
    map.scale = base.scale * transform.k;
    map.x = base.x * transform.k + transform.x;
    map.y = base.y * transform.k + transform.y;
    world.setAttribute("transform", `matrix(${map.scale} 0 0 ${map.scale} ${map.x} ${map.y})`);
    marks.setAttribute("transform", "");
    labels.classList.add("moving");
    clearTimeout(settle);
    settle = setTimeout(arrange, 60);
    map.moved();
  });
  zoom.filter((event) => {
    if (event.type === "wheel") return event.ctrlKey || event.metaKey;
    if (event.touches) return event.touches.length > 1;
    return !event.button && event.type !== "dblclick";
  });
  const view = d3.select(svg).call(zoom);
  const go = (look) => {
    const to = fit(look);
    const k = to.scale / base.scale;
    const transform = d3.zoomIdentity.translate(to.x - base.x * k, to.y - base.y * k).scale(k);
    (calm() || !map.arranged ? view : view.transition().duration(450)).call(zoom.transform, transform);
  };
  map.first = () => go(run.look);
  map.whole = () => go(run.whole);
  map.by = (factor) => (calm() ? view : view.transition().duration(200)).call(zoom.scaleBy, factor);

  // Move an area out from under the card that tells of it.
  map.uncover = (area, card) => {
    if (!run.areas[area].box) return;
    const frame = box.getBoundingClientRect();
    const [x, y] = place(...run.areas[area].at);
    const [px, py] = [x + frame.left, y + frame.top];
    if (px < card.left - 10 || px > card.right + 10 || py < card.top - 24 || py > card.bottom + 10) return;
    const wide = card.width > 0.7 * frame.width;
    const to = wide ? [x, Math.max(card.top - frame.top - 50, 60)] : [Math.max(card.left - frame.left - 60, 60), y];
    const { k } = d3.zoomTransform(svg);
    (calm() ? view : view.transition().duration(250)).call(zoom.translateBy, (to[0] - x) / k, (to[1] - y) / k);
  };

  map.resize = () => {
    const { width, height } = box.getBoundingClientRect();
    if (!width || (width === map.width && height === map.height)) return;
    Object.assign(map, { width, height });
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    base = fit(run.look);
    const [west, north, east, south] = DATA.around;
    zoom.extent([[0, 0], [width, height]]).scaleExtent([Math.min(fit(DATA.around).scale / base.scale, 1), 40])
      .translateExtent([[west * base.scale + base.x, north * base.scale + base.y], [east * base.scale + base.x, south * base.scale + base.y]]);
    view.call(zoom.transform, d3.zoomTransform(svg));
    watermark.setAttribute("x", width / 2);
    watermark.setAttribute("y", height - 22);
    mark();
    arrange();
    map.arranged = true;
  };

  // Marks for islands too small to see, and names where there is room.
  const arrange = () => {
    labels.classList.remove("moving");
    for (const [k, area] of run.areas.entries()) {
      if (!area.box) continue;
      const small = Math.max(...area.size) * map.scale < smallPx && (!many || concerned(k));
      if (small && !dots[k]) {
        dots[k] = draw(marks, "circle", { r: 4, "data-area": k });
        dots[k].setAttribute("class", paths[k].getAttribute("class").replace("area", "dot"));
      }
      if (!small && dots[k]) {
        dots[k].remove();
        dots[k] = null;
      }
      if (dots[k]) {
        const [x, y] = place(...area.at);
        dots[k].setAttribute("cx", x);
        dots[k].setAttribute("cy", y);
      }
    }
    name();
    measure();
  };

  const order = run.areas.map((_, k) => k).sort((a, b) => rank(run, a) - rank(run, b));
  const name = () => {
    labels.replaceChildren();
    const taken = [];
    let others = 0;
    for (const k of order) {
      if (taken.length >= MOST_NAMES || others >= MOST_OTHER_NAMES) break;
      const area = run.areas[k];
      if (!area.box) continue;
      const [x, y] = place(...area.at);
      if (x < 0 || y < 0 || x > map.width || y > map.height) continue;
      const text = area[LANG.now].replace(/ (City|Town|Village)$/, "");
      const wide = text.length * (LANG.now === "ja" ? 12.5 : 6.6);
      const half = (area.size[1] * map.scale) / 2;
      const down = half > 26 ? 4 : Math.min(half, 26) + 15;
      const room = [x - wide / 2 - 3, y + down - 12, x + wide / 2 + 3, y + down + 4];
      if (room[0] < 2 || room[2] > map.width - 2 || room[3] > map.height - 4) continue;
      if (taken.some((one) => one[0] < room[2] && room[0] < one[2] && one[1] < room[3] && room[1] < one[3])) continue;
      taken.push(room);
      others += many && !concerned(k) ? 1 : 0;
      draw(labels, "text", { x, y: y + down, "data-area": k }, text);
    }
  };
  map.rename = () => {
    watermark.textContent = WORDS[LANG.now].watermark;
    mark();
    name();
  };

  const mark = () => {
    watermark.style.fontSize = "72px";
    const wide = watermark.getComputedTextLength();
    if (wide) watermark.style.fontSize = `${72 * Math.min(1, (0.8 * map.width) / wide)}px`;
  };
  const measure = () => {
    const scaleBar = box.querySelector(".scale");
    const middle = (map.height / 2 - map.y) / map.scale;
    const lat = Math.atan(Math.sinh((-middle / DATA.units_per_degree) * (Math.PI / 180)));
    const pxPerKm = (map.scale * DATA.units_per_degree) / (KM_PER_DEGREE * Math.cos(lat));
    const km = [1000, 500, 200, 100, 50, 20, 10, 5, 2, 1].find((one) => one * pxPerKm <= 130) ?? 1;
    scaleBar.firstElementChild.style.width = `${km * pxPerKm}px`;
    scaleBar.lastElementChild.textContent = `${km} km`;
  };

  let shown = run.areas.map(() => 0);
  let changes = -1;
  map.update = (t) => {
    const now = run.changesBefore(t);
    if (now === changes) return;
    changes = now;
    shown = shown.map((before, k) => {
      const look = run.look_at(k, t);
      if (look !== before) {
        const classes = `s-${STATES[look % OVER]}${look >= OVER ? " over" : ""}`;
        paths[k].setAttribute("class", `area ${classes}`);
        dots[k]?.setAttribute("class", `dot ${classes}`);
      }
      return look;
    });
  };

  let ringed = null;
  map.ring = (area) => {
    if (area === ringed) return;
    ringed = area;
    ring.setAttribute("d", area === null ? "" : run.areas[area].d);
    for (const [k, dot] of dots.entries()) dot?.classList.toggle("ringed", k === area);
  };
  // The area under the pointer, or the nearest small one within reach.
  const under = (event) => {
    const over = event.target.closest?.("[data-area]");
    if (over) return Number(over.dataset.area);
    const frame = svg.getBoundingClientRect();
    const [px, py] = [event.clientX - frame.left, event.clientY - frame.top];
    let best = null;
    let least = REACH_PX;
    for (const [k, dot] of dots.entries()) {
      if (!dot) continue;
      const [x, y] = place(...run.areas[k].at);
      const apart = Math.hypot(x - px, y - py);
      if (apart < least) [best, least] = [k, apart];
    }
    return best;
  };
  svg.addEventListener("pointermove", (event) => event.pointerType === "mouse" && onPick.hover(under(event)));
  svg.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && onPick.hover(null));
  svg.addEventListener("click", (event) => onPick.hold(under(event)));
  // The next area in a direction, on the map; the one that matters most to begin with.
  map.neighbour = (from, dx, dy) => {
    if (from === null) return order.find((k) => run.areas[k].box) ?? null;
    const [x0, y0] = run.areas[from].at;
    let best = from;
    let least = Infinity;
    for (const [k, area] of run.areas.entries()) {
      if (k === from || !area.box) continue;
      const [x, y] = [area.at[0] - x0, area.at[1] - y0];
      const along = x * dx + y * dy;
      const aside = Math.abs(x * dy) + Math.abs(y * dx);
      if (along <= 0 || aside > 2 * along) continue;
      if (along + 2 * aside < least) [best, least] = [k, along + 2 * aside];
    }
    return best;
  };
  new ResizeObserver(map.resize).observe(box);
  return map;
};

// What deserves its name first: overflown areas, then warned ones, then the largest populations.
const rank = (run, k) => {
  const life = run.lives[k];
  const people = Math.min(run.areas[k].people ?? 0, 1e8);
  return (life.visits.length ? 0 : life.warned.length ? 1e9 : 2e9) - people;
};
