// The report: on the screen, on paper, and as one file that is safe to open anywhere.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { expectNoAxeViolations, openPage } from "./browser.mjs";

const EXAMPLE = new URL("../../examples/mailbox-agent.kubu.json", import.meta.url).pathname;

async function openReport(t, options) {
  const { page, ...others } = await openPage(t, options);
  await page.locator("input[type=file]").setInputFiles(EXAMPLE);
  await page.getByText("The file is open.").waitFor();
  await page.getByRole("link", { name: "Report" }).click();
  await page.getByRole("heading", { level: 1, name: "Mailbox agent" }).waitFor();
  return { page, ...others };
}

async function savedReport(page) {
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save as one HTML file" }).click();
  const download = await downloading;
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
}

test("the report leads from the summary to every verdict", async (t) => {
  const { page } = await openReport(t);
  const report = page.getByRole("article");
  for (const name of ["Summary", "Risk register", "Control checklist", "Every threat that was considered", "The system as it was described"]) {
    await report.getByRole("heading", { name }).waitFor();
  }
  const register = report.getByRole("table", { name: "Every risk that applies or may apply, worst first" });
  assert.deepEqual(await register.getByRole("columnheader").allTextContents(), [
    "Risk scenario", "Identified", "Existing measures", "Current risk", "Treatment plan", "Progress", "Residual risk", "Risk owner",
  ]);
  const verdicts = report.getByRole("table", { name: "Verdicts, with their reasons" });
  await report.getByText(/^sha256:[0-9a-f]{64}$/).waitFor();
  assert.ok((await verdicts.getByRole("row").count()) > 90, "those that do not apply are there too");
});

test("the summary fits on one printed page", async (t) => {
  const { page } = await openReport(t);
  await page.emulateMedia({ media: "print" });
  // A4 at 96 px an inch, less the margins.
  await page.setViewportSize({ width: Math.round((182 / 25.4) * 96), height: 1000 });
  const [top, bottom] = await page.evaluate(() => {
    const article = document.querySelector("article");
    return [article.getBoundingClientRect().top, article.querySelector(".summary").getBoundingClientRect().bottom];
  });
  assert.ok(bottom - top <= (265 / 25.4) * 96, `the summary takes ${bottom - top} px`);
});

test("the saved report runs nothing, loads nothing, and holds the assessment", async (t) => {
  const { page, context } = await openReport(t);
  const { name, text } = await savedReport(page);
  assert.equal(name, "mailbox-agent.html");
  const [, inside] = text.match(/<script type="application\/json" id="kubu-assessment">\n([^]*?)<\/script>/);
  assert.equal(JSON.parse(inside).title, "Mailbox agent");

  const alone = await context.newPage();
  const asked = [];
  alone.on("request", (request) => asked.push(request.url()));
  await alone.setContent(text);
  await alone.getByRole("heading", { name: "Risk register" }).waitFor();
  assert.deepEqual(asked.filter((url) => !url.startsWith("about:")), []);
  assert.notEqual(await alone.evaluate(() => getComputedStyle(document.querySelector("article")).borderTopLeftRadius), "0px", "its style is in it");
  await expectNoAxeViolations(alone);
});

test("markup in a name stays text in the saved report", async (t) => {
  const { page, context } = await openReport(t);
  const hostile = `</script></title><img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;
  await page.getByLabel("System").fill(hostile);
  const { text } = await savedReport(page);
  const alone = await context.newPage();
  await alone.setContent(text);
  assert.equal(await alone.getByRole("heading", { level: 1 }).textContent(), hostile);
  assert.equal(await alone.locator("img").count(), 0);
  assert.ok((await alone.title()).startsWith(hostile));
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1440, 390]) {
    test(`axe finds nothing in the report, ${colorScheme}, ${width} px, and nothing runs over`, async (t) => {
      const { page } = await openReport(t, { colorScheme, width });
      await expectNoAxeViolations(page);
      const step = await page.getByRole("link", { name: "Report", exact: true }).boundingBox();
      assert.ok(step.x >= 0 && step.x + step.width <= width, "the step that is current is in view");
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), "no sideways scrolling");
    });
  }
}
