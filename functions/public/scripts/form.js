// The whole form in another site's page: puts in the frame, and keeps it as high as what is in it.
//
//   <div data-time-to-lead-form data-lang="fr" data-partner="ccr" data-theme="auto"></div>
//   <script src="https://SITE/embed/form.js" async></script>
//
// Without such an element the form stands right after the script, and the script has the attributes. The frame is the site's
// own page: what is typed there is never seen by the page around it. Without this script a plain frame of a fixed height
// works too.
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
  const frames = [];

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
    frames.push(frame);
    return frame;
  };

  // A number from our own page in our own frame, within bounds; nothing else is listened to.
  addEventListener("message", ({ origin, source, data }) => {
    if (origin !== SITE || data?.type !== MESSAGE || !Number.isFinite(data.height)) return;
    const frame = frames.find((known) => known.contentWindow === source);
    if (frame) frame.style.height = `${Math.min(Math.max(Math.ceil(data.height), MIN_HEIGHT), MAX_HEIGHT)}px`;
  });

  const start = () => {
    const places = [...document.querySelectorAll("[data-time-to-lead-form]")];
    for (const place of places) if (!place.querySelector("iframe")) place.append(frameFor(place));
    if (places.length === 0 && script.closest("body")) script.after(frameFor(script));
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
