// Import: files and folders dropped on their form, and progress kept up to date.
(() => {
  "use strict";
  const progress = document.getElementById("progress");
  if (progress && progress.dataset.over === "no") watch(progress);

  async function watch(element) {
    let wait = 400, lost = 0;
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, wait));
      const filled = await window.onrecord.fill(element, element.dataset.state).catch(() => false);
      lost = filled ? 0 : lost + 1;
      if (lost > 20) return;
      const state = element.querySelector(".state");
      if (filled && (!state || state.dataset.over === "yes")) return;
      wait = Math.min(2000, wait + 100);
    }
  }

  const drop = document.querySelector(".drop");
  if (!drop) return;
  const form = drop.closest("form");
  const input = form.querySelector("input[name=files]");
  form.classList.add("can-drop");
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
  }
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
  drop.addEventListener("drop", async (event) => {
    event.preventDefault();
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry());
    const files = entries.some(Boolean) ? await inside(entries.filter(Boolean)) : [...event.dataTransfer.files];
    if (!files.length) return;
    const all = new DataTransfer();
    for (const file of files) all.items.add(file);
    input.files = all.files;
    form.requestSubmit();
  });

  /** Every file of what was dropped, folders opened; hidden ones left out, as everywhere. */
  async function inside(entries) {
    const found = [], waiting = [...entries];
    while (waiting.length) {
      const entry = waiting.shift();
      if (entry.name.startsWith(".")) continue;
      if (entry.isFile) {
        found.push(await new Promise((resolve, reject) => entry.file(resolve, reject)));
        continue;
      }
      const reader = entry.createReader();
      for (;;) {
        const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
        if (!some.length) break;
        waiting.push(...some);
      }
    }
    return found;
  }
})();
