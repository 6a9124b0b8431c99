// Brings files in, picked, dropped or pasted, and out, as downloads.

// The core reads assessments up to 8 MiB; a report that carries one is larger.
const LARGEST = 16 * 1024 * 1024;
// From this size on, opening takes long enough that it must be seen.
const LARGE = 256 * 1024;

/** Hands over the text of every file that the user brings to the page, or to the element that the app is in. */
export function accept(ground, say) {
  const take = async (file, text) => {
    try {
      if (file?.size > LARGEST) return say("refused", "", "it is larger than 16 MiB, and no assessment of Kubu is", "");
      if (file?.size > LARGE) {
        say("reading", "", "", "");
        await new Promise((painted) => setTimeout(painted, 50));
      }
      const content = file ? await file.text() : text;
      if (content) say("file", "", content, "");
      else if (file) say("refused", "", "it is empty", "");
    } catch {
      // A folder, or a file that went away.
      say("refused", "", "the browser cannot read it", "");
    }
  };
  const transferred = (event, data) => {
    const text = data.getData("text/plain");
    event.preventDefault();
    take(data.files[0], text);
  };
  const mark = (dropping) => (ground.body ?? ground).toggleAttribute("data-dropping", dropping);
  const isField = (target) => target.closest?.("textarea, input:not([type=checkbox], [type=radio])");
  const carries = (event) => event.dataTransfer.types.includes("Files") || !isField(event.target);
  ground.addEventListener("change", ({ target }) => {
    if (target.type !== "file" || !target.files[0]) return;
    take(target.files[0]);
    // So that the same file can be picked again.
    target.value = "";
  });
  ground.addEventListener("dragover", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    mark(true);
  });
  ground.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget || !ground.contains(event.relatedTarget)) mark(false);
  });
  ground.addEventListener("drop", (event) => {
    mark(false);
    if (carries(event)) transferred(event, event.dataTransfer);
  });
  ground.addEventListener("paste", (event) => {
    const { files } = event.clipboardData;
    const text = event.clipboardData.getData("text/plain").trimStart();
    const isOurs = text.startsWith("{") || text.includes("kubu-assessment");
    if (files[0] || (isOurs && !isField(event.target))) transferred(event, event.clipboardData);
  });
}

/** Offers a text as a file. */
export function download(name, type, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** The rules of style that an element is shown by, as a page of its own needs them. */
export function style(element) {
  const rules = [];
  for (const sheet of element.getRootNode().styleSheets) {
    try {
      for (const { cssText } of sheet.cssRules) rules.push(cssText, "\n");
    } catch {
      // Of another origin.
    }
  }
  // In a page of its own the size of text is that of its root.
  return rules.join("").replaceAll("var(--kubu-rem)", "1rem");
}
