// The partners' page: a snippet is copied by a button. Without this script it is copied by hand.
const copied = document.querySelector("#copied");

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Copying by script is not allowed, or the address is not secure: selecting and copying by hand still works.
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
    // The notice is emptied first, so that a second copy is announced as well.
    copied.textContent = "";
    requestAnimationFrame(() => (copied.textContent = copied.dataset.said));
    button.classList.add("done");
    setTimeout(() => button.classList.remove("done"), 2_000);
    button.focus();
  });
}
