// Makes the page of ridings nicer where scripts run: a map that moves and zooms, a table that filters while one types.
// All words come from the page's own attributes.

const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

/** An element with properties and children. */
function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

// ---- The map ----

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

  // ---- The sentence about a riding ----

  const status = element("p", { className: "pointed" });
  status.setAttribute("role", "status");
  status.append(words.hint);
  let chosen = null;

  function choose(link, withLink) {
    if (!link) return;
    chosen?.classList.remove("chosen");
    chosen = link;
    chosen.classList.add("chosen");
    const title = link.querySelector("title").textContent;
    if (status.dataset.for === title && !withLink) return;
    status.dataset.for = title;
    status.replaceChildren(title);
    if (withLink) status.append(" ", element("a", { href: link.getAttribute("href") }, `${words.open} →`));
  }

  const ridingAt = (x, y) => document.elementFromPoint(x, y)?.closest("svg.map a");

  /** Names the riding in the middle, for visitors who move the map by keys. */
  function chooseMiddle() {
    const { left, top, width, height } = box();
    const link = ridingAt(left + width / 2, top + height / 2);
    if (link) choose(link, true);
  }

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
  stage.after(status);
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
    if (!last) {
      if (event.pointerType === "mouse") choose(ridingAt(event.clientX, event.clientY), false);
      return;
    }
    const before = pointers.size === 2 ? spread() : last;
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    const after = pointers.size === 2 ? spread() : pointers.get(event.pointerId);
    dragged += Math.hypot(after.x - before.x, after.y - before.y);
    if (dragged < 4) return;
    map.setPointerCapture(event.pointerId);
    map.classList.add("dragged");
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

  // A drag opens nothing. A finger's first tap names the riding and offers its page; a mouse has named it already.
  map.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (dragged >= 4) return event.preventDefault();
    if (!link || event.pointerType !== "touch") return;
    event.preventDefault();
    choose(link, true);
  });
  map.addEventListener("dragstart", (event) => event.preventDefault());

  // Two fingers on the map zoom the map, not the page.
  map.addEventListener("touchmove", (event) => event.touches.length > 1 && event.preventDefault(), { passive: false });
  new ResizeObserver(() => draw(stage.classList.contains("zoomed") ? view : whole())).observe(map);
}

// ---- The table filters while one types; sending the form does the same on the server ----

const search = document.getElementById("find-text");
const found = document.getElementById("found");
const rows = [...document.querySelectorAll("tr[data-search]")];
/** A riding that was found: its name and its number, leading to its page. */
function hit(row) {
  const link = row.querySelector("a");
  const count = row.querySelector(".c-count").textContent;
  return element("li", {}, element("a", { href: link.getAttribute("href") }, element("span", {}, link.textContent), element("strong", {}, count)));
}

// A table that was filtered by the server lacks rows: there, the server filters again.
if (search && found && rows.length > 0 && search.value === "") {
  const plain = found.textContent;
  const none = found.dataset.none;
  // The table lies below the map: the first that are found are shown beside the field too.
  document.querySelector(".hits")?.remove();
  const hits = element("ul", { className: "hits", hidden: true });
  search.form.after(hits);
  search.addEventListener("input", () => {
    const wanted = search.value.normalize("NFD").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
    let count = 0;
    for (const row of rows) {
      row.hidden = !row.dataset.search.includes(wanted);
      count += row.hidden ? 0 : 1;
    }
    const said = count === 0 ? none : count === 1 ? found.dataset.one : found.dataset.many.replace("{count}", count);
    found.textContent = wanted === "" ? plain : said;
    hits.hidden = wanted === "";
    hits.replaceChildren(...(hits.hidden ? [] : rows.filter((row) => !row.hidden).slice(0, 6).map(hit)));
    if (count === 0) hits.append(element("li", {}, none));
  });
}
