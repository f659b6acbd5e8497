// The letter's pages: its text is copied and its sheets are printed by a button. Without this script both are done by hand.
const copied = document.querySelector("#copied");

for (const button of document.querySelectorAll(".copy")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copies);
    try {
      await navigator.clipboard.writeText(text.value);
    } catch {
      // Not allowed, or not a secure address: selecting and copying still is.
      text.select();
      document.execCommand("copy");
    }
    // Emptied first, so that a second copy is said again.
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
