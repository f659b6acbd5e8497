// The whole form in another site's page: puts in the frame, and keeps it as high as what is in it.
//
//   <div data-time-to-lead-form data-lang="fr" data-partner="ccr" data-theme="auto"></div>
//   <script src="https://SITE/embed/form.js" async></script>
//
// Without such an element the form stands right after the script, and the script has the attributes. The frame is the site's
// own page: what is typed there is never seen by the page around it. Without this script a plain frame of a fixed height
// works too.
//
// A page that comes back from a cache, as after "Back" with Turbo, brings a copy of the frame: a new frame takes its place.
//
// The server puts the words in, and leaves comments and indentation out.
(() => {
  "use strict";
  const TITLES = "TEXTS";
  const MESSAGE = "time-to-lead:height";
  const FIRST_HEIGHT = 1300;
  const MIN_HEIGHT = 120;
  const MAX_HEIGHT = 6000;

  const script = document.currentScript ?? document.querySelector('script[src*="/embed/form.js"]');
  const SITE = new URL(script.src).origin;
  const FRAME = "data-time-to-lead-frame";
  // The mark of a frame that a script of ours looks after. A copy has its attributes, and not this.
  const ALIVE = Symbol.for(`${SITE} ${MESSAGE}`);

  const languageOf = (element) =>
    [element.dataset.lang, element.closest("[lang]")?.lang, document.documentElement.lang, ...navigator.languages]
      .map((tag) => tag?.slice(0, 2).toLowerCase())
      .find((tag) => tag === "en" || tag === "fr") ?? "en";

  // Light, unless the page itself says that it can be dark.
  const themeOf = (element) => {
    if (element.dataset.theme) return element.dataset.theme;
    let scheme = getComputedStyle(element).colorScheme;
    if (scheme === "normal") scheme = document.querySelector("meta[name=color-scheme]")?.content;
    if (!/dark/.test(scheme)) return "light";
    return /light/.test(scheme) ? "auto" : "dark";
  };

  const frameFor = (element) => {
    const language = languageOf(element);
    const query = new URLSearchParams({ lang: language, theme: themeOf(element) });
    if (element.dataset.partner) query.set("partner", element.dataset.partner);
    const frame = document.createElement("iframe");
    frame.title = TITLES[language];
    frame.setAttribute(FRAME, "");
    frame[ALIVE] = true;
    // So that the page inside knows whom to tell its height.
    frame.referrerPolicy = "origin";
    Object.assign(frame.style, { display: "block", width: "100%", maxWidth: "36rem", height: `${FIRST_HEIGHT}px`, border: "0" });
    let pages = 0;
    frame.addEventListener("load", () => {
      pages += 1;
      // After sending, what matters is at the top of the frame, which may be above what one sees.
      if (pages > 1 && frame.getBoundingClientRect().top < 0) frame.scrollIntoView({ block: "start" });
    });
    frame.src = `${SITE}/embed/form?${query}`;
    return frame;
  };

  // A number from our own page in our own frame, within bounds; nothing else is listened to.
  const fit = ({ origin, source, data }) => {
    if (origin !== SITE || data?.type !== MESSAGE || !Number.isFinite(data.height)) return;
    const frame = [...document.querySelectorAll(`iframe[${FRAME}]`)].find((known) => known[ALIVE] && known.contentWindow === source);
    if (frame) frame.style.height = `${Math.min(Math.max(Math.ceil(data.height), MIN_HEIGHT), MAX_HEIGHT)}px`;
  };

  /** Puts a frame in, unless one is there; a copy of one makes room. */
  const put = (known, element, add) => {
    if (known && (known[ALIVE] || !known.hasAttribute(FRAME))) return;
    known?.remove();
    add(frameFor(element));
  };
  const fill = () => {
    const places = [...document.querySelectorAll("[data-time-to-lead-form]")];
    for (const place of places) put(place.querySelector("iframe"), place, (frame) => place.append(frame));
    return places.length;
  };

  // These stay for all pages that Turbo shows in this window, however often the script is in them.
  if (!window[ALIVE]) {
    window[ALIVE] = true;
    addEventListener("message", fit);
    document.addEventListener("turbo:load", fill);
  }

  const start = () => {
    if (fill() > 0 || !script.closest("body")) return;
    const next = script.nextElementSibling;
    put(next?.hasAttribute(FRAME) ? next : null, script, (frame) => script.after(frame));
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
