// The partners' page: a snippet is copied by a button. Without this script it is copied by hand.
const copied = document.querySelector("#copied");

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Not allowed, or not a secure address: selecting and copying still is.
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "hidden";
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

for (const button of document.querySelectorAll(".copy")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await copy(document.getElementById(button.dataset.copies).textContent);
    // Emptied first, so that a second copy is said again.
    copied.textContent = "";
    requestAnimationFrame(() => (copied.textContent = copied.dataset.said));
    button.classList.add("done");
    setTimeout(() => button.classList.remove("done"), 2_000);
    button.focus();
  });
}
