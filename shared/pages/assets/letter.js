// The letter's pages: its text is copied and its sheets are printed by a button. Without this script both are done by hand.
const copied = document.querySelector("#copied");

for (const button of document.querySelectorAll(".copy")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copies);
    try {
      await navigator.clipboard.writeText(text.value);
    } catch {
      // Copying by script is not allowed, or the address is not secure: selecting and copying by hand still works.
      text.select();
      document.execCommand("copy");
    }
    // The notice is emptied first, so that a second copy is announced as well.
    copied.textContent = "";
    requestAnimationFrame(() => (copied.textContent = copied.dataset.said));
    button.classList.add("done");
    setTimeout(() => button.classList.remove("done"), 2_000);
    button.focus();
  });
}

for (const button of document.querySelectorAll(".print")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
