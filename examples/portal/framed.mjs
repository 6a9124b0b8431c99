// How a portal speaks with the frame. Both sides check whom they speak with.

const frame = document.querySelector("iframe");
const state = document.getElementById("state");
// Where Kubu is hosted; here beside the portal.
const address = new URL("../frame.html", location.href);
address.searchParams.set("parent", location.origin);
address.searchParams.set("save", "parent");

// What the portal has of the assessment.
let record;

addEventListener("message", ({ origin, source, data }) => {
  if (origin !== address.origin || source !== frame.contentWindow || data?.kubu !== 1) return;
  const tell = (message) => source.postMessage({ kubu: 1, ...message }, origin);
  if (data.type === "hello") tell(record ? { type: "load", assessment: record } : { type: "hello" });
  if (data.type === "resize") frame.height = data.height;
  if (data.type === "change") state.textContent = "There are changes that the record does not have.";
  if (data.type === "error") state.textContent = data.errors.map(({ message }) => message).join(" ");
  if (data.type === "save") {
    record = data.assessment;
    state.textContent = `Kept in the record: ${record.title || "an assessment without a name"}.`;
  }
});

frame.src = address;
