// What moves: objects, their footprints and the way they came, on a canvas above the map.

const RADIUS_KM = 6371.0088;
const CORNERS = 72;
const ALONE_PX = 6;

const makeOverlay = (run, map) => {
  const canvas = map.box.querySelector("canvas");
  const pen = canvas.getContext("2d");
  let colours = {};
  const overlay = {};
  overlay.recolour = () => {
    const style = getComputedStyle(document.documentElement);
    const read = (name) => style.getPropertyValue(name).trim();
    colours = { ink: read("--ink"), halo: read("--halo"), font: `600 12px ${getComputedStyle(document.body).fontFamily}`, objects: [0, 1, 2, 3, 4].map((k) => read(`--o${k}`)) };
  };

  // The ground within `km` of a place: a circle on the sphere, seen on the map.
  const circle = (x, y, km) => {
    const degree = Math.PI / 180;
    const lat = Math.atan(Math.sinh((-y / DATA.units_per_degree) * degree));
    const apart = km / RADIUS_KM;
    pen.beginPath();
    for (let k = 0; k <= CORNERS; k += 1) {
      const course = (2 * Math.PI * k) / CORNERS;
      const there = Math.asin(Math.sin(lat) * Math.cos(apart) + Math.cos(lat) * Math.sin(apart) * Math.cos(course));
      const east = Math.atan2(Math.sin(course) * Math.sin(apart) * Math.cos(lat), Math.cos(apart) - Math.sin(lat) * Math.sin(there));
      const south = -Math.asinh(Math.tan(there)) / degree;
      const at = map.place(x + (east / degree) * DATA.units_per_degree, south * DATA.units_per_degree);
      if (k) pen.lineTo(...at);
      else pen.moveTo(...at);
    }
    pen.closePath();
  };

  const trail = (object, place) => {
    pen.beginPath();
    for (let k = 0; k <= place.k; k += 1) pen.lineTo(...map.place(object.xy[2 * k], object.xy[2 * k + 1]));
    pen.lineTo(...map.place(place.x, place.y));
    pen.stroke();
  };

  const write = (text, x, y, colour, align) => {
    pen.textAlign = align;
    pen.lineWidth = 3.5;
    pen.lineJoin = "round";
    pen.strokeStyle = colours.halo;
    pen.strokeText(text, x, y);
    pen.fillStyle = colour;
    pen.fillText(text, x, y);
  };

  const end = (x, y, how, colour) => {
    pen.strokeStyle = colour;
    pen.lineWidth = 2.5;
    pen.beginPath();
    const r = 5;
    if (how === "fell") {
      pen.moveTo(x - r, y - r); pen.lineTo(x + r, y + r); pen.moveTo(x + r, y - r); pen.lineTo(x - r, y + r);
    } else if (how === "orbit") {
      pen.moveTo(x - r, y - r); pen.lineTo(x + r, y); pen.lineTo(x - r, y + r);
    } else {
      pen.moveTo(x - r, y); pen.lineTo(x + r, y); pen.moveTo(x, y - r); pen.lineTo(x, y + r);
    }
    pen.stroke();
  };

  overlay.draw = (t) => {
    const dense = window.devicePixelRatio || 1;
    if (canvas.width !== Math.round(map.width * dense) || canvas.height !== Math.round(map.height * dense)) {
      canvas.width = Math.round(map.width * dense);
      canvas.height = Math.round(map.height * dense);
    }
    pen.setTransform(dense, 0, 0, dense, 0, 0);
    pen.clearRect(0, 0, map.width, map.height);
    const taken = [];
    const seen = run.objects.map((object) => run.placeOf(object, t));
    for (const [k, object] of run.objects.entries()) {
      const place = seen[k];
      if (!place) continue;
      const colour = colours.objects[k % 5];
      pen.strokeStyle = colour;
      pen.lineWidth = 2.4;
      pen.lineJoin = "round";
      trail(object, place);
      if (place.flying && object.radius_km) {
        circle(place.x, place.y, object.radius_km);
        pen.fillStyle = colour;
        pen.globalAlpha = 0.16;
        pen.fill();
        pen.globalAlpha = 1;
        pen.lineWidth = 1.6;
        pen.strokeStyle = colour;
        pen.stroke();
      }
    }
    for (const [k, object] of run.objects.entries()) {
      const place = seen[k];
      if (!place) continue;
      const colour = colours.objects[k % 5];
      const [x, y] = map.place(place.x, place.y);
      if (place.flying) {
        pen.beginPath();
        pen.arc(x, y, 4.5, 0, 2 * Math.PI);
        pen.fillStyle = colour;
        pen.fill();
        pen.lineWidth = 1.5;
        pen.strokeStyle = colours.halo;
        pen.stroke();
      } else if (object.end) end(x, y, object.end[1], colour);
      caption(object, place, x, y, colour, taken, seen);
    }
  };

  const caption = (object, place, x, y, colour, taken, seen) => {
    if (x < -20 || y < -20 || x > map.width + 20 || y > map.height + 20) return;
    const words = WORDS[LANG.now];
    const title = shortTitle(run, run.objects.indexOf(object), LANG.now);
    const text = place.flying || !object.end ? title : `${title}: ${words.ends[object.end[1]] ?? object.end[1]}`;
    // Those that fly to the west of others have their names on the west, where there is room.
    pen.font = colours.font;
    const room = pen.measureText(text).width + 24;
    const west = x + room > map.width || (seen.some((other) => other && other.x > place.x) && x > room);
    let line = y + 4;
    while (taken.some(([tx, ty]) => Math.abs(ty - line) < 15 && Math.abs(tx - x) < 220)) line += 15;
    taken.push([x, line]);
    write(text, x + (west ? -10 - ALONE_PX : 10 + ALONE_PX), line, colour, west ? "right" : "left");
  };
  return overlay;
};
