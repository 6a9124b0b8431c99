// How a portal keeps an assessment: it opens its record in the element, and takes over what the element tells.

const kubu = document.querySelector("kubu-assessment");
const record = document.getElementById("record");
const state = document.getElementById("state");
const say = (words) => (state.textContent = words);
const keep = (assessment) => (record.value = JSON.stringify(assessment, null, 2));

document.getElementById("load").addEventListener("click", () => (kubu.assessment = record.value));
document.getElementById("store").addEventListener("click", () => keep(kubu.assessment));
document.getElementById("view").addEventListener("change", ({ target }) => {
  if (target.checked) kubu.setAttribute("mode", "view");
  else kubu.removeAttribute("mode");
});

kubu.addEventListener("kubu-change", () => say("There are changes that the record does not have."));
kubu.addEventListener("kubu-save", (event) => {
  // The portal keeps it, so no file is needed.
  event.preventDefault();
  keep(event.detail.assessment);
  say("Kept in the record.");
});
kubu.addEventListener("kubu-error", ({ detail }) => say(detail.errors.map(({ message }) => message).join(" ")));
