// The live counter for other sites: one script tag, no dependency, nothing kept, nothing sent but a request for the count.
//
//   <script src="https://SITE/embed/counter.js" data-riding="35079" data-partner="ccr" async></script>
//
//   <time-to-lead-counter riding="35079" partner="ccr" lang="fr" theme="dark" compact></time-to-lead-counter>
//   <script src="https://SITE/embed/counter.js" async></script>
//
// A script puts a counter right after itself, and takes data-riding, data-partner and so on. A script without these that came
// with an element puts none. Both kinds may stand on one page, as often as one likes. A page that comes back from a cache with
// its counters keeps them, and gets no more. Colours and type are custom properties (--ttl-ink, --ttl-ink-quiet, --ttl-paper, --ttl-surface,
// --ttl-line, --ttl-action, --ttl-on-action, --ttl-accent, --ttl-gold, --ttl-font, --ttl-round); anything else is
// ::part(card | title | count | number | label | bar | goal | call).
//
// The server puts the words in, and leaves comments and indentation out: no line of a string may begin with two slashes.
(() => {
  "use strict";
  const TEXTS = "TEXTS";
  const NAME = "time-to-lead-counter";
  const ATTRIBUTES = ["lang", "theme", "riding", "partner", "compact"];
  const ROLL_MS = 600;
  const POLL_MS = 10_000;
  const POLL_MAX_MS = 300_000;
  const PATIENCE_MS = 8_000;

  const script = document.currentScript ?? document.querySelector('script[src*="/embed/counter.js"]');
  const SITE = new URL(script.src).origin;

  const colours = (ink, quiet, paper, surface, line, action, onAction, accent, gold) =>
    `--ink:var(--ttl-ink,${ink});--quiet:var(--ttl-ink-quiet,${quiet});--paper:var(--ttl-paper,${paper});
    --surface:var(--ttl-surface,${surface});--line:var(--ttl-line,${line});--action:var(--ttl-action,${action});
    --on-action:var(--ttl-on-action,${onAction});--accent:var(--ttl-accent,${accent});--gold:var(--ttl-gold,${gold})`;
  const LIGHT = colours("#1d2433", "#525a6b", "#fffdf9", "#f4f0e8", "#6d7484", "#a4161a", "#fffdf9", "#0b6e69", "#c98a00");
  const DARK = colours("#eef1f6", "#b3bac8", "#12161f", "#1b2130", "#8a93a6", "#ff8a80", "#23090a", "#5fd0c5", "#f2b84b");
  const STYLE = `
    :host{display:block;max-width:30em}
    :host([hidden]),[hidden]{display:none!important}
    .card{${LIGHT};box-sizing:border-box;padding:1.25em;border:1px solid var(--line);border-radius:var(--ttl-round,.5em);
    background:var(--paper);color:var(--ink);font:400 1em/1.4 var(--ttl-font,system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif);
    font-variant-numeric:tabular-nums;letter-spacing:normal;text-align:start;text-transform:none}
    .card[data-theme=dark]{${DARK}}
    @media(prefers-color-scheme:dark){.card[data-theme=auto]{${DARK}}}
    p{margin:0}
    .title{color:var(--accent);font-weight:700}
    .count{display:grid;align-content:start;min-height:5.6em}
    .nobody .count{align-content:center}
    .riding .count{min-height:7em}
    .number{display:block;font-size:3.2em;font-weight:700;line-height:1.25;letter-spacing:-.02em}
    .number.waiting{opacity:.45}
    .label{font-size:1.15em}
    progress{appearance:none;display:block;box-sizing:border-box;width:100%;height:.9em;margin:.7em 0 .4em;
    border:1px solid var(--line);border-radius:1em;background:var(--surface);overflow:hidden}
    ::-webkit-progress-bar{background:var(--surface)}
    ::-webkit-progress-value{background:var(--gold);border-inline-end:1px solid var(--ink)}
    ::-moz-progress-bar{background:var(--gold);border-inline-end:1px solid var(--ink)}
    .goal{color:var(--quiet);font-size:.9em}
    .call{display:inline-block;box-sizing:border-box;min-height:44px;margin-top:1em;padding:.6em 1.4em;border-radius:var(--ttl-round,.5em);
    background:var(--action);color:var(--on-action);font-weight:700;text-decoration:none}
    .call:hover{text-decoration:underline}
    .call:focus-visible{outline:.18em solid var(--accent);outline-offset:.16em}
    .compact{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.5em 1em;padding:.7em 1em}
    .compact .count,.compact.riding .count{display:block;flex:1 1 9em;min-height:0}
    .compact .number{display:inline;font-size:1.7em}
    .compact .label{font-size:1em}
    .compact .call{margin:0;padding:.6em 1em}
    .compact .title,.compact .goal,.compact progress{display:none}
    @media(forced-colors:active){progress{forced-color-adjust:none;border-color:CanvasText;background:Canvas}
    ::-webkit-progress-bar{background:Canvas}::-webkit-progress-value{background:Highlight}::-moz-progress-bar{background:Highlight}
    .call{border:1px solid}}`;

  // A constructed stylesheet passes where the page's own policy refuses inline styles.
  const dress = (root) => {
    try {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      root.adoptedStyleSheets = [sheet];
    } catch {
      const style = document.createElement("style");
      style.textContent = STYLE;
      root.append(style);
    }
  };

  const languageOf = (element) =>
    [element.closest("[lang]")?.lang, document.documentElement.lang, ...navigator.languages]
      .map((tag) => tag?.slice(0, 2).toLowerCase())
      .find((tag) => tag === "en" || tag === "fr") ?? "en";

  // Light, unless the page itself says that it can be dark.
  const themeOf = (element) => {
    const asked = element.getAttribute("theme");
    if (["light", "dark", "auto"].includes(asked)) return asked;
    let scheme = getComputedStyle(element).colorScheme;
    if (scheme === "normal") scheme = document.querySelector("meta[name=color-scheme]")?.content;
    if (!/dark/.test(scheme)) return "light";
    return /light/.test(scheme) ? "auto" : "dark";
  };

  class Counter extends HTMLElement {
    static observedAttributes = ATTRIBUTES;
    #parts;
    #answer;
    #shown;
    #unknown;
    #timer;
    #turn = 0;
    #wait = POLL_MS;
    #look = () => (document.hidden ? clearTimeout(this.#timer) : this.#poll());

    connectedCallback() {
      if (!this.#parts) this.#build();
      document.addEventListener("visibilitychange", this.#look);
      this.#write();
      this.#poll();
    }

    disconnectedCallback() {
      document.removeEventListener("visibilitychange", this.#look);
      clearTimeout(this.#timer);
      this.#turn += 1;
    }

    attributeChangedCallback(name, before, after) {
      if (!this.isConnected || !this.#parts || before === after) return;
      if (name === "riding") {
        this.#answer = this.#shown = undefined;
        this.#poll();
      }
      this.#write();
    }

    get #riding() {
      const code = this.getAttribute("riding") ?? "";
      return /^\d{5}$/.test(code) && code !== this.#unknown ? code : "";
    }

    #build() {
      const made = (tag, part, ...children) => {
        const element = document.createElement(tag);
        element.className = part;
        element.setAttribute("part", part);
        element.append(...children);
        return element;
      };
      const [title, number, label] = [made("p", "title"), made("span", "number"), made("span", "label")];
      const [bar, goal, call] = [made("progress", "bar"), made("p", "goal"), made("a", "call")];
      const card = made("div", "card", title, made("p", "count", number, " ", label), bar, goal, call);
      // Empty until there is a count; without a value it would move to and fro.
      bar.value = 0;
      this.#parts = { card, title, number, label, bar, goal, call };
      const root = this.attachShadow({ mode: "open" });
      dress(root);
      root.append(card);
    }

    // All words, for the count as it is known; the number itself is painted.
    #write() {
      const { card, title, number, label, bar, goal, call } = this.#parts;
      const language = languageOf(this);
      const t = TEXTS[language];
      const answer = this.#answer;
      const count = answer && (answer.total ?? answer.count);
      const riding = answer?.name?.[language];
      card.lang = `${language}-CA`;
      card.dataset.theme = themeOf(this);
      card.classList.toggle("compact", this.hasAttribute("compact"));
      card.classList.toggle("riding", this.#riding !== "");
      card.classList.toggle("nobody", count === 0);
      card.setAttribute("aria-busy", !answer);
      title.textContent = t.title;
      const form = count === 0 ? "zero" : new Intl.PluralRules(language).select(count ?? 2) === "one" ? "one" : "other";
      label.textContent = riding ? t.in[form].replace("{riding}", riding) : t[form];
      bar.setAttribute("aria-label", t.bar);
      bar.hidden = goal.hidden = this.#riding !== "";
      bar.max = answer?.goal ?? 1;
      goal.textContent = answer?.goal ? this.#aim(t, answer) : "\u00a0";
      call.textContent = t.call;
      const partner = this.getAttribute("partner");
      call.href = `${SITE}/${language}${partner ? `?partner=${encodeURIComponent(partner)}` : ""}`;
      number.classList.toggle("waiting", !answer);
      number.hidden = count === 0;
      if (answer) this.#paint(this.#shown ?? count);
      else number.textContent = "…";
    }

    // The same sentence as on the site: the next goal, after the one that was reached.
    #aim(t, { goal, goal_reached: reached }) {
      const sentence = reached ? t.reached.replace("{reached}", this.#format(reached)) : t.goal;
      return sentence.replace("{goal}", this.#format(goal));
    }

    // French groups with the narrow space that our pages write.
    #format(count) {
      return new Intl.NumberFormat(`${languageOf(this)}-CA`).format(count).replace(/\s/g, "\u202f");
    }

    #paint(count) {
      this.#shown = count;
      this.#parts.number.textContent = this.#format(count);
      this.#parts.bar.value = count;
    }

    #take(answer) {
      const count = answer.total ?? answer.count;
      if (!Number.isFinite(count)) throw new TypeError("not a count");
      const from = this.#shown ?? Math.round(count * 0.9);
      this.#answer = answer;
      this.#shown = matchMedia("(prefers-reduced-motion: reduce)").matches ? count : from;
      this.#write();
      if (this.#shown === count) return;
      let start;
      const step = (now) => {
        if (this.#answer !== answer) return;
        start ??= now;
        const t = Math.min((now - start) / ROLL_MS, 1);
        this.#paint(Math.round(from + (count - from) * (1 - (1 - t) ** 3)));
        if (t < 1) requestAnimationFrame(step);
      };
      requestAnimationFrame(step);
    }

    async #poll() {
      clearTimeout(this.#timer);
      const turn = ++this.#turn;
      const riding = this.#riding;
      let wait = Math.min(this.#wait * 2, POLL_MAX_MS);
      try {
        const response = await fetch(`${SITE}/v1/${riding ? `tally/${riding}` : "counter"}`, {
          // Asked each time, by its tag: a browser may else show what it held half a minute ago.
          cache: "no-cache",
          credentials: "omit",
          referrerPolicy: "no-referrer",
          signal: AbortSignal.timeout?.(PATIENCE_MS),
        });
        const body = response.ok && (await response.json());
        if (turn !== this.#turn) return;
        // No such riding: everybody's count instead.
        if (response.status === 404 && riding) {
          this.#unknown = riding;
          return this.#poll();
        }
        if (body) {
          this.#take(body);
          wait = POLL_MS;
        }
      } catch {
        // The last number stays on screen.
      }
      if (turn !== this.#turn) return;
      this.#wait = wait;
      // Jitter keeps a crowd that opened the page together from asking together.
      if (!document.hidden) this.#timer = setTimeout(() => this.#poll(), wait * (0.85 + 0.3 * Math.random()));
    }
  }

  if (!customElements.get(NAME)) customElements.define(NAME, Counter);

  const OWN = `${NAME}[data-by-script]`;
  const ELEMENT = `${NAME}:not([data-by-script])`;

  // A script came with elements if it stands right after one, or anywhere below one on a page that has no more scripts than
  // elements.
  const cameWithElement = () => {
    let before = script.previousElementSibling;
    while (before?.matches("br, script, noscript")) before = before.previousElementSibling;
    if (before?.matches(ELEMENT) || before?.querySelector(ELEMENT)) return true;
    const scripts = [...document.scripts].filter((other) => other.src === script.src && other.closest("body"));
    const elements = [...document.querySelectorAll(ELEMENT)];
    const isBelow = (element) => element.compareDocumentPosition(script) & Node.DOCUMENT_POSITION_FOLLOWING;
    return scripts.length <= elements.length && elements.some(isBelow);
  };

  const standAlone = () => {
    // In a page that came back from a cache, as after "Back" with Turbo, the counter stands there already.
    if (!script.closest("body") || script.nextElementSibling?.matches(OWN)) return;
    if (!ATTRIBUTES.some((name) => name in script.dataset) && cameWithElement()) return;
    const counter = document.createElement(NAME);
    counter.dataset.byScript = "";
    if (script.lang) counter.lang = script.lang;
    for (const name of ATTRIBUTES) if (name in script.dataset) counter.setAttribute(name, script.dataset[name]);
    script.after(counter);
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", standAlone);
  else standAlone();
})();
