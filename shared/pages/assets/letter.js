// The letter's pages: what is typed stays in its tab, the text is copied and the sheets are printed by a button. Without this script
// all of it is done by hand, and a form carries what was typed from page to page.
const copied = document.querySelector("#copied");

// A tab keeps its draft of each letter, so that neither Back, a reload nor another page loses what was typed.
const form = document.querySelector("form.compose");
if (form) {
  const boxes = [...form.querySelectorAll("textarea, input:not([type=hidden])")];
  const key = (box) => ["letter", new URL(form.action).pathname.slice(3), form.dataset.letter, form.elements.from?.value ?? "", box.name].join(" ");
  try {
    for (const box of boxes) {
      const draft = sessionStorage.getItem(key(box));
      // A browser that brought back what was typed knows better, and so does a page that came with it.
      if ("proposed" in form.dataset && draft !== null && box.value === box.defaultValue) box.value = draft;
      if (!("proposed" in form.dataset)) sessionStorage.setItem(key(box), box.value);
      box.addEventListener("input", () => sessionStorage.setItem(key(box), box.value));
    }
    form.querySelector("[data-remembers]").hidden = false;
  } catch {
    // The browser keeps nothing for this site: the form still carries what was typed.
  }
}

// A letter that goes out is its own page's to show; the tab forgets its draft.
if (document.querySelector("[data-sent]")) {
  try {
    Object.keys(sessionStorage).filter((key) => key.startsWith("letter ")).forEach((key) => sessionStorage.removeItem(key));
  } catch {
    // The browser kept nothing.
  }
}

// A second press of the same button sends nothing more, so that the page shows the answer to the first.
for (const once of document.querySelectorAll("form.once")) {
  once.addEventListener("submit", (event) => {
    if (once.dataset.sent) event.preventDefault();
    once.dataset.sent = "yes";
  });
  addEventListener("pageshow", () => delete once.dataset.sent);
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text.value ?? text.innerText);
  } catch {
    // Copying by script is not allowed, or the address is not secure: selecting and copying by hand still works.
    if (text.select) text.select();
    else getSelection().selectAllChildren(text);
    document.execCommand("copy");
  }
  // The notice is emptied first, so that a second copy is announced as well.
  copied.textContent = "";
  requestAnimationFrame(() => (copied.textContent = copied.dataset.said));
}

for (const button of document.querySelectorAll("button.copy")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await copy(document.getElementById(button.dataset.copies));
    button.classList.add("done");
    setTimeout(() => button.classList.remove("done"), 2_000);
    button.focus();
  });
}

// A letter that no link can carry is copied while the link opens an empty message.
for (const link of document.querySelectorAll("a[data-copies]")) {
  link.textContent = link.dataset.label;
  link.addEventListener("click", () => copy(document.getElementById(link.dataset.copies)));
}

for (const button of document.querySelectorAll(".print")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
