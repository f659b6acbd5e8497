// Makes the pages nicer where scripts run; every page works without it. All words come from the page's own attributes.

const language = document.documentElement.lang;
const shortLanguage = language.slice(0, 2);
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

/** An element with properties and children. */
function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function linkButton(label, onClick) {
  const button = element("button", { type: "button", className: "link-button" }, label);
  button.addEventListener("click", onClick);
  return button;
}

async function getJson(url, signal, cache = "default") {
  const response = await fetch(url, {
    cache,
    headers: { Accept: "application/json", "Accept-Language": language },
    credentials: "omit",
    signal,
  });
  return { status: response.status, body: await response.json() };
}

// ---- Errors: the summary takes focus, and its links focus their field ----

const summary = document.querySelector(".error-summary");
if (summary) {
  // The page asks for the focus itself; not every browser gives it to an element that is no control.
  requestAnimationFrame(() => document.activeElement === summary || summary.focus());
  summary.addEventListener("click", (event) => {
    const field = event.target.hash && document.getElementById(event.target.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    field.closest("details")?.setAttribute("open", "");
    field.focus();
  });
}

// ---- Sending: once, with a notice ----

// One that opens another page beside this one may be sent again.
for (const form of document.querySelectorAll("form[method=post]:not([target])")) {
  const button = form.querySelector("button[type=submit]");
  const label = button?.textContent;
  const status = form.querySelector("[role=status]#form-status");
  const say = (words, sending) => {
    if (!button) return;
    button.textContent = words;
    button.setAttribute("aria-disabled", sending);
    if (status) status.textContent = sending ? words : "";
  };
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) return event.preventDefault();
    sent = true;
    say(form.dataset.sending ?? label, true);
  });
  // Back from the next page: the form can be sent again.
  addEventListener("pageshow", (event) => {
    if (event.persisted) {
      sent = false;
      say(label, false);
    }
  });
}

// ---- Another message: its button works from the moment that the page names ----

const again = document.querySelector("form[data-wait]");
if (again) {
  const button = again.querySelector("button");
  const told = document.querySelector("#again-when > span");
  const ready = Date.now() + Number(again.dataset.wait) * 60_000;
  const look = () => {
    const left = Math.ceil((ready - Date.now()) / 60_000);
    if (left > 0) {
      told.textContent = left === 1 ? again.dataset.one : again.dataset.other.replace("{minutes}", left);
      return setTimeout(look, Math.max(1, ready - Date.now() - (left - 1) * 60_000));
    }
    button.disabled = false;
    told.textContent = "";
  };
  // Not before the page is in sight again: a device that slept counts no time.
  addEventListener("pageshow", look);
}

// ---- The count: it rolls once, then follows the server while someone looks ----

const ROLL_MS = 600;
const POLL_MS = 10_000;
const POLL_MAX_MS = 300_000;

const counter = document.getElementById("counter");
if (counter) {
  const number = counter.querySelector(".count-number");
  const label = counter.querySelector(".count-label");
  const bar = counter.querySelector("progress");
  const goal = counter.querySelector(".goal");
  const plural = new Intl.PluralRules(language);
  // French groups with the narrow space that the server writes.
  const write = (count) => new Intl.NumberFormat(language).format(count).replace(/\s/g, "\u202f");

  const show = (total, next) => {
    if (total === Number(number.dataset.count)) return;
    number.dataset.count = total;
    number.textContent = write(total);
    number.hidden = total === 0;
    if (total > 0) label.textContent = plural.select(total) === "one" ? counter.dataset.one : counter.dataset.other;
    // A riding's count has neither goal nor bar.
    if (!bar) return;
    if (next > bar.max) {
      goal.textContent = counter.dataset.next.replace("{reached}", write(bar.max)).replace("{goal}", write(next));
      bar.max = next;
    }
    bar.value = total;
  };

  const roll = () => {
    const total = Number(number.dataset.count);
    const start = performance.now();
    const step = (now) => {
      if (Number(number.dataset.count) !== total) return;
      const t = Math.min((now - start) / ROLL_MS, 1);
      const eased = 1 - (1 - t) ** 3;
      number.textContent = write(Math.round(total * (0.9 + 0.1 * eased)));
      if (bar) bar.value = total * eased;
      if (t < 1) requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  };
  if (!calm && Number(number.dataset.count) > 0) roll();

  let wait = POLL_MS;
  let timer;
  const poll = async () => {
    try {
      // Asked each time, by its tag: a browser may else show what it held half a minute ago.
      const { status, body } = await getJson(counter.dataset.url, undefined, "no-cache");
      if (status === 200) show(body.total ?? body.count, body.goal);
      wait = status === 200 ? POLL_MS : Math.min(wait * 2, POLL_MAX_MS);
    } catch {
      wait = Math.min(wait * 2, POLL_MAX_MS);
    }
    later();
  };
  const later = () => {
    clearTimeout(timer);
    // Jitter keeps a crowd that opened the page together from asking together.
    if (!document.hidden) timer = setTimeout(poll, wait * (0.85 + 0.3 * Math.random()));
  };
  document.addEventListener("visibilitychange", later);
  later();
}

// ---- The address: a likely correction, offered and never applied by itself ----

const email = document.getElementById("field-email");
const emailHint = document.getElementById("email-meant");
if (email && emailHint) {
  const words = email.dataset;
  const [suggested, real] = [words.domains, words.real].map((domains) => domains.split(" "));

  /** A letter too many, one missing, one wrong, or two that changed places: as the server has it. */
  const isOneSlip = (typed, known) => {
    let same = 0;
    while (same < typed.length && typed[same] === known[same]) same += 1;
    const [a, b] = [typed.slice(same), known.slice(same)];
    if (a === b) return false;
    const swapped = a.length > 1 && b.length > 1 && a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2);
    return swapped || (a && a.slice(1) === b) || (b && b.slice(1) === a) || (a && b && a.slice(1) === b.slice(1));
  };

  const check = () => {
    emailHint.replaceChildren();
    const typed = email.value.trim();
    const at = typed.lastIndexOf("@");
    if (typed === "") return;
    // Something is missing, and perhaps only not typed yet: the hint is soft, and comes only once the field is left.
    if (at < 1 || !/.\../.test(typed.slice(at + 1))) return emailHint.replaceChildren(element("p", {}, words.shape));
    const domain = typed.slice(at + 1).toLowerCase();
    const meant = [...suggested, ...real].includes(domain) ? undefined : suggested.find((known) => isOneSlip(domain, known));
    if (!meant) return;
    const address = typed.slice(0, at + 1) + meant;
    emailHint.replaceChildren(
      linkButton(words.meant.replace("{suggestion}", address), () => {
        email.value = address;
        emailHint.replaceChildren();
        email.focus();
      }),
    );
  };
  email.addEventListener("change", check);
  email.addEventListener("input", () => emailHint.replaceChildren());
}

// ---- A field that was wrong: once something else is in it, it is not marked as wrong any more ----

for (const field of document.querySelectorAll("[aria-invalid=true]")) {
  field.addEventListener("input", () => {
    field.removeAttribute("aria-invalid");
    field.closest(".wrong")?.classList.remove("wrong");
    const told = document.getElementById(`error-${field.name}`);
    if (!told) return;
    const describedBy = field.getAttribute("aria-describedby").split(" ").filter((id) => id && id !== told.id);
    if (describedBy.length) field.setAttribute("aria-describedby", describedBy.join(" "));
    else field.removeAttribute("aria-describedby");
    told.remove();
    document.querySelector(`.error-summary a[href="#${field.id}"]`)?.closest("li").remove();
    if (!document.querySelector(".error-summary li")) document.querySelector(".error-summary")?.remove();
  }, { once: true });
}

// ---- One's own link: shared by the device's own sheet, or copied ----

for (const tools of document.querySelectorAll(".share-tools")) {
  const words = tools.dataset;
  const link = tools.querySelector("a");
  // A page that a cache brought back has buttons of its first time, which do nothing any more.
  tools.replaceChildren(link);
  const { href: url } = link;
  // The first of these buttons is the page's main one, instead of the one that is so without scripts.
  const button = (label, onClick) => {
    const first = !tools.querySelector("button");
    if (first) document.querySelector("main .button:not(.quiet)")?.classList.add("quiet");
    const made = element("button", { type: "button", className: first ? "button" : "button quiet" }, label);
    made.addEventListener("click", () => onClick(made));
    tools.append(made);
  };
  if (navigator.share) {
    // A visitor who closes the sheet wants nothing more.
    button(words.share, () => navigator.share({ title: words.title, text: words.text, url }).catch(() => {}));
  }
  if (navigator.clipboard) {
    const told = element("span", { className: "hint" });
    told.setAttribute("role", "status");
    button(words.copy, async () => {
      await navigator.clipboard.writeText(url);
      told.textContent = words.copied;
    });
    tools.append(told);
  }
}

// ---- A sentence to copy ----

for (const button of navigator.clipboard ? document.querySelectorAll("button[data-copy]") : []) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    // The joiners that keep a dash on its line are for the page alone.
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.replaceAll("\u2060", ""));
    button.parentElement.querySelector("[role=status]").textContent = button.dataset.copied;
  });
}

// ---- A page to print ----

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// ---- The postal code: its riding, while it is typed ----

const TYPING_MS = 300;

const postalCode = document.getElementById("field-postal_code");
const hint = document.getElementById("riding-hint");
const choice = document.getElementById("riding-choice");
if (postalCode && hint && choice) {
  const words = postalCode.dataset;
  // A word joiner keeps a dash on the line of the word before it, as in the names that the server writes.
  const nameOf = (riding) => riding.name[shortLanguage].replaceAll("—", "\u2060—");
  let asking;
  let timer;

  const question = (...children) =>
    element("fieldset", { className: "field" }, element("legend", {}, words.legend), ...children);

  /** Every riding by province, the given province first. */
  const chooseFromAll = async (province) => {
    let tally;
    try {
      tally = await getJson("/v1/tally");
    } catch {
      return;
    }
    if (tally.status !== 200) return;
    const { provinces, ridings } = tally.body;
    const byName = (a, b) => nameOf(a).localeCompare(nameOf(b), language);
    const groups = [...provinces]
      .sort((a, b) => (b.code === province) - (a.code === province))
      .map(({ code, name }) => {
        const options = ridings.filter((riding) => riding.province === code).sort(byName);
        const group = element("optgroup", { label: name[shortLanguage] });
        group.append(...options.map((riding) => element("option", { value: riding.code }, nameOf(riding))));
        return group;
      });
    const select = element("select", { id: "field-riding", name: "riding" });
    select.append(element("option", { value: "" }, words.choose), ...groups);
    choice.replaceChildren(question(element("label", { htmlFor: select.id, className: "another" }, words.all), select));
    select.focus();
  };

  const chooseAmong = (ridings) => {
    const radios = ridings.map((riding, i) => {
      const id = i === 0 ? "field-riding" : `field-riding-${i + 1}`;
      return element(
        "div",
        { className: "choice" },
        element("input", { type: "radio", id, name: "riding", value: riding.code }),
        element("label", { htmlFor: id }, nameOf(riding)),
      );
    });
    const another = linkButton(words.another, () => chooseFromAll(ridings[0]?.province));
    choice.replaceChildren(question(...radios, another));
  };

  const answer = ({ status, body }) => {
    if (status === 200 && body.match === "one") {
      const [riding] = body.ridings;
      const [before, after] = words.found.split("{riding}");
      hint.replaceChildren(
        element("p", {}, before, element("strong", {}, nameOf(riding)), after),
        linkButton(words.other, () => chooseFromAll(riding.province)),
      );
    } else if (status === 200) {
      hint.replaceChildren(element("p", {}, words.several));
      chooseAmong(body.ridings);
    } else if (body.code === "postal_code_not_found") {
      hint.replaceChildren(
        element("p", {}, words.unknown),
        linkButton(words.all, () => chooseFromAll(body.provinces[0])),
      );
    } else if (body.suggestion) {
      hint.replaceChildren(
        linkButton(words.meant.replace("{suggestion}", body.suggestion), () => {
          postalCode.value = body.suggestion;
          postalCode.focus();
          look();
        }),
      );
    } else if (body.errors?.[0]) {
      hint.replaceChildren(element("p", {}, body.errors[0].message));
    }
  };

  const look = async () => {
    asking?.abort();
    hint.replaceChildren();
    choice.replaceChildren();
    const typed = postalCode.value;
    if (typed.replace(/[^\p{L}\p{N}]/gu, "").length !== 6) return;
    asking = new AbortController();
    try {
      answer(await getJson(`${words.url}?postal_code=${encodeURIComponent(typed)}`, asking.signal));
    } catch {
      // No hint then; the form itself will ask.
    }
  };

  postalCode.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, TYPING_MS);
  });
  // The browser kept the code from an earlier visit, and the server was not asked about it yet.
  const asked = choice.childElementCount > 0 || postalCode.hasAttribute("aria-invalid");
  if (postalCode.value && !asked) look();
}
