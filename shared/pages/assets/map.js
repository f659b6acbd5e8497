// Makes the page of ridings nicer where scripts run: a map that moves and zooms, and ridings found while one types.
// All words come from the page's own attributes.

const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

/** An element with properties and children. */
function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

// ---- The map ----

// The browser's own tooltips come late, and would stand beside ours: a riding's words become its label.
for (const title of document.querySelectorAll(".atlas svg.map title")) {
  title.parentElement.setAttribute("aria-label", title.textContent);
  title.remove();
}

const stage = document.getElementById("stage");
const map = stage?.querySelector("svg");
// The mark of what works already. A page that a cache brought back has the same elements without it.
const ALIVE = Symbol.for("time-to-lead: alive");
if (map && !stage[ALIVE]) moveAndZoom(stage, map);

function moveAndZoom(stage, map) {
  stage[ALIVE] = true;
  for (const dead of document.querySelectorAll("#stage .tools, .pointed")) dead.remove();
  const words = stage.dataset;
  const given = map.viewBox.baseVal;
  const box = () => map.getBoundingClientRect();

  /** The whole view in the map's own proportions, so that a step to the side is one on the screen. */
  function whole() {
    const { width, height } = box();
    // The map is not laid out yet. It is drawn again when it is.
    if (width === 0 || height === 0) return home;
    const scale = Math.max(home.width / width, home.height / height);
    const [w, h] = [width * scale, height * scale];
    return { x: home.x + (home.width - w) / 2, y: home.y + (home.height - h) / 2, width: w, height: h };
  }

  const home = { x: given.x, y: given.y, width: given.width, height: given.height };
  // A city's ridings are large enough at a five-hundredth of the country; hexagons need no more than a twentieth.
  const closest = home.width > 10_000 ? 500 : 20;
  let view = whole();
  let moving = 0;

  function draw(next) {
    const all = whole();
    const width = Math.min(Math.max(next.width, all.width / closest), all.width);
    const height = (width * all.height) / all.width;
    // The middle stays over the map.
    const within = (start, length, first, extent) => Math.min(Math.max(start, first - length / 2), first + extent - length / 2);
    const x = width === all.width ? all.x : within(next.x, width, home.x, home.width);
    const y = width === all.width ? all.y : within(next.y, height, home.y, home.height);
    view = { x, y, width, height };
    if (!tip.hidden) leave();
    map.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
    stage.classList.toggle("zoomed", width < all.width);
  }

  /** Moves the view in a fifth of a second, or at once for visitors who want less motion. */
  function glide(next) {
    cancelAnimationFrame(moving);
    if (calm) return draw(next);
    const from = { ...view };
    const begun = performance.now();
    const frame = (now) => {
      const part = Math.min((now - begun) / 200, 1);
      const between = (name) => from[name] + (next[name] - from[name]) * part;
      draw({ x: between("x"), y: between("y"), width: between("width"), height: between("height") });
      if (part < 1) moving = requestAnimationFrame(frame);
    };
    moving = requestAnimationFrame(frame);
  }

  /** Zooms the view by a factor, around a point of the screen that stays in place. */
  function closer(times, clientX, clientY) {
    const all = whole();
    const { left, top, width, height } = box();
    const across = clientX === undefined ? 0.5 : (clientX - left) / width;
    const down = clientY === undefined ? 0.5 : (clientY - top) / height;
    const next = Math.min(Math.max(view.width / times, all.width / closest), all.width);
    const tall = (next * all.height) / all.width;
    return { x: view.x + across * (view.width - next), y: view.y + down * (view.height - tall), width: next, height: tall };
  }

  const aside = (x, y) => ({ ...view, x: view.x + x * view.width, y: view.y + y * view.height });

  // ---- The name and the number of a riding, beside the pointer ----

  const atlas = stage.closest(".atlas");
  const tip = element("p", { className: "pointed", hidden: true });
  tip.setAttribute("role", "status");
  let chosen = null;

  function choose(link, x, y, withLink) {
    if (!link) return leave();
    if (link !== chosen || withLink) {
      chosen?.classList.remove("chosen");
      chosen = link;
      chosen.classList.add("chosen");
      tip.replaceChildren(link.getAttribute("aria-label"));
      if (withLink) tip.append(" ", element("a", { href: link.getAttribute("href") }, `${words.open} →`));
    }
    tip.hidden = false;
    // Above the pointer, so that no finger covers it, and within the atlas; below where there is no room.
    const area = atlas.getBoundingClientRect();
    const left = Math.min(Math.max(x - area.left - tip.offsetWidth / 2, 0), area.width - tip.offsetWidth);
    const above = y - tip.offsetHeight - 14;
    tip.style.left = `${left}px`;
    tip.style.top = `${(above < 0 ? y + 20 : above) - area.top}px`;
  }

  function leave() {
    chosen?.classList.remove("chosen");
    chosen = null;
    tip.hidden = true;
  }

  const ridingAt = (x, y) => document.elementFromPoint(x, y)?.closest("svg.map a");

  /** Names the riding in the middle, for visitors who move the map by keys. */
  function chooseMiddle() {
    const { left, top, width, height } = box();
    const [x, y] = [left + width / 2, top + height / 2];
    const link = ridingAt(x, y);
    if (link) choose(link, x, y, true);
  }

  // The cities beside the map are named as the map's ridings are. A pointer that goes elsewhere leaves the tip's link alone.
  for (const svg of atlas.querySelectorAll("svg.map")) {
    svg.addEventListener("pointermove", (event) => {
      if (event.pointerType === "mouse" && pointers.size === 0) choose(ridingAt(event.clientX, event.clientY), event.clientX, event.clientY, false);
    });
    svg.addEventListener("pointerleave", (event) => {
      if (event.pointerType === "mouse" && !tip.querySelector("a")) leave();
    });
    // A finger's first tap names the riding and offers its page; a mouse has named it already. A drag opens nothing.
    svg.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (svg === map && dragged >= 4) return event.preventDefault();
      if (event.pointerType !== "touch") return;
      event.preventDefault();
      choose(link, event.clientX, event.clientY, true);
    });
  }
  addEventListener("keydown", (event) => event.key === "Escape" && leave());

  // ---- Buttons ----

  const tools = element("div", { className: "tools" });
  for (const [label, sign, act] of [
    [words.in, "+", () => glide(closer(2))],
    [words.out, "−", () => glide(closer(0.5))],
    [words.whole, "0", () => glide(whole())],
  ]) {
    const button = element("button", { type: "button", className: "tool", title: label }, sign === "0" ? "⤢" : sign);
    button.setAttribute("aria-label", label);
    button.addEventListener("click", act);
    tools.append(button);
  }

  // ---- Keys ----

  const frame = map.closest("#stage > [role=group]") ?? element("div", { tabIndex: 0 });
  frame.setAttribute("role", "group");
  frame.setAttribute("aria-label", words.label);
  if (!frame.isConnected) map.before(frame);
  frame.append(map);
  stage.classList.add("live");
  stage.append(tools);
  stage.after(element("p", { className: "hint" }, words.hint));
  atlas.append(tip);
  const keys = {
    ArrowLeft: () => aside(-0.2, 0),
    ArrowRight: () => aside(0.2, 0),
    ArrowUp: () => aside(0, -0.2),
    ArrowDown: () => aside(0, 0.2),
    "+": () => closer(1.6),
    "=": () => closer(1.6),
    "-": () => closer(1 / 1.6),
    0: whole,
  };
  frame.addEventListener("keydown", (event) => {
    const next = keys[event.key];
    if (!next || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    glide(next());
    setTimeout(chooseMiddle, calm ? 0 : 250);
  });

  // ---- Wheel: only on a map that was taken up, or with the zoom key, so that the page still scrolls past it ----

  map.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !frame.contains(document.activeElement)) return;
    event.preventDefault();
    draw(closer(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.002)), event.clientX, event.clientY));
  }, { passive: false });

  // ---- Pointers: one drags, two pinch. On the whole map a finger scrolls the page ----

  const pointers = new Map();
  let dragged = 0;

  map.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    cancelAnimationFrame(moving);
    if (pointers.size === 0) dragged = 0;
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  });

  const spread = () => {
    const [a, b] = [...pointers.values()];
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, apart: Math.hypot(a.x - b.x, a.y - b.y) || 1 };
  };

  map.addEventListener("pointermove", (event) => {
    const last = pointers.get(event.pointerId);
    if (!last) return;
    const before = pointers.size === 2 ? spread() : last;
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    const after = pointers.size === 2 ? spread() : pointers.get(event.pointerId);
    dragged += Math.hypot(after.x - before.x, after.y - before.y);
    if (dragged < 4) return;
    map.setPointerCapture(event.pointerId);
    map.classList.add("dragged");
    leave();
    const unit = view.width / box().width;
    draw({ ...view, x: view.x - (after.x - before.x) * unit, y: view.y - (after.y - before.y) * unit });
    if (pointers.size === 2) draw(closer(after.apart / before.apart, after.x, after.y));
  });

  for (const end of ["pointerup", "pointercancel"]) {
    map.addEventListener(end, (event) => {
      pointers.delete(event.pointerId);
      map.classList.remove("dragged");
    });
  }

  map.addEventListener("dragstart", (event) => event.preventDefault());

  // Two fingers on the map zoom the map, not the page.
  map.addEventListener("touchmove", (event) => event.touches.length > 1 && event.preventDefault(), { passive: false });
  new ResizeObserver(() => draw(stage.classList.contains("zoomed") ? view : whole())).observe(map);
}

// ---- Ridings are found while one types; sending the form does the same in the table ----

const search = document.getElementById("find-text");
const shapes = [...document.querySelectorAll("#stage a[data-search]")];
/** The most ridings that are shown under the field. */
const HITS = 6;

/** A riding that was found: its name and its number, leading to its page. */
function hit(shape) {
  const title = shape.getAttribute("aria-label");
  const colon = title.lastIndexOf(":");
  const [name, count] = [title.slice(0, colon), title.slice(colon + 1)].map((part) => element("span", {}, part.trim()));
  return element("li", {}, element("a", { href: shape.getAttribute("href") }, name, count));
}

if (search && shapes.length > 0 && !search[ALIVE]) {
  search[ALIVE] = true;
  for (const dead of document.querySelectorAll(".hits, .found")) dead.remove();
  const words = search.form.dataset;
  const said = element("p", { className: "found hint" });
  said.setAttribute("role", "status");
  const hits = element("ul", { className: "hits", hidden: true });
  search.form.after(said, hits);
  search.addEventListener("input", () => {
    const wanted = search.value.normalize("NFD").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
    const found = wanted === "" ? [] : shapes.filter((shape) => shape.dataset.search.includes(wanted));
    const { length } = found;
    said.textContent = wanted === "" ? "" : length === 0 ? words.none : length === 1 ? words.one : words.many.replace("{count}", length);
    hits.hidden = length === 0;
    hits.replaceChildren(...found.slice(0, HITS).map(hit));
  });
}
