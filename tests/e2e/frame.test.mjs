// Kubu in a frame of another origin, spoken with by messages.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";

import { expectNoAxeViolations, openPage, siteUrl } from "./browser.mjs";
import { CHATBOT, NOTHING, button, fixture, kept, system, type } from "./host.mjs";

/** A server of another origin, with a page that frames what its address says. */
async function portal(t) {
  const server = createServer((request, response) => {
    const name = new URL(request.url, "http://localhost").pathname.slice(1);
    response.writeHead(200, { "content-type": type(name) });
    response.end(fixture(name));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  t.after(() => server.close());
  return `http://127.0.0.1:${server.address().port}`;
}

async function openFrame(t, { origin, address, expected, prepare }) {
  const frame = new URL(address, siteUrl()).href;
  const at = new URL(`parent.html?frame=${encodeURIComponent(frame)}`, `${origin}/`).href;
  const others = /request to another origin/;
  const opened = await openPage(t, {
    path: at,
    breaks: true,
    prepare,
    expected: expected ? new RegExp(`${others.source}|${expected.source}`) : others,
  });
  return { ...opened, frame: opened.page.frameLocator("iframe"), site: new URL(siteUrl()).origin };
}

const heard = async (page, type, count = 1) => {
  await page.waitForFunction(([type, count]) => window.heard.filter((message) => message.type === type).length >= count, [type, count]);
  return page.evaluate((type) => window.heard.filter((message) => message.type === type), type);
};

test("a frame speaks with the origin that its address names, by messages", async (t) => {
  const origin = await portal(t);
  const { page, frame, site, requests } = await openFrame(t, { origin, address: `frame.html?parent=${encodeURIComponent(origin)}&theme=dark&save=parent` });
  const [hello] = await heard(page, "hello");
  assert.deepEqual(hello, { origin: site, kubu: 1, type: "hello" });
  await frame.getByText(`Waiting for ${origin}`).waitFor();
  const tell = (message) => page.evaluate(([message, site]) => window.tell(message, site), [message, site]);

  await tell({ kubu: 1, type: "load", assessment: JSON.parse(CHATBOT) });
  await frame.getByRole("heading", { level: 1, name: "Describe the system" }).waitFor();
  assert.equal(await system(frame).inputValue(), "Support chatbot");
  await page.waitForFunction(() => window.heard.some(({ type, height }) => type === "resize" && height > 400));
  const before = requests.length;
  await system(frame).fill("Ours");
  assert.equal((await heard(page, "change"))[0].assessment.title, "Ours");
  await button(frame, "Save file").click();
  assert.equal((await heard(page, "save"))[0].assessment.title, "Ours");

  await tell({ kubu: 1, type: "load", assessment: { title: 7 } });
  await heard(page, "error");
  await tell({ kubu: 2, type: "load" });
  await tell({ kubu: 1, type: "dance" });
  const codes = (await heard(page, "error", 3)).map(({ errors }) => errors[0].code);
  assert.deepEqual(codes.slice(1), ["unknown-version", "unknown-message"]);
  assert.equal(await system(frame).inputValue(), "Ours");
  assert.equal(requests.length, before, "the network stays silent");
  assert.deepEqual(await kept(page.frames()[1]), NOTHING);
});

test("a frame refuses any other origin, and says why", async (t) => {
  const origin = await portal(t);
  const cases = [
    ["frame.html", "Nobody is named who may show this frame."],
    ["frame.html?parent=*", "“*” is not an origin."],
    ["frame.html?parent=null", "“null” is not an origin."],
    ["frame.html?parent=portal.example", "“portal.example” is not an origin."],
    [`frame.html?parent=${encodeURIComponent(`${origin}/`)}`, "is not an origin."],
    ["frame.html?parent=javascript:alert(1)", "is not an origin."],
    ["frame.html?parent=https://portal.example", `Only https://portal.example may show this frame, and this is ${origin}.`],
  ];
  for (const [address, words] of cases) {
    const { page, frame, site } = await openFrame(t, { origin, address });
    await frame.getByText(words).waitFor();
    await page.evaluate((site) => window.tell({ kubu: 1, type: "hello" }, site), site);
    assert.equal(await frame.locator("kubu-assessment").count(), 0, address);
    assert.deepEqual(await page.evaluate(() => window.heard), [], address);
  }
});

test("a browser that does not tell who shows a frame is not fooled", async (t) => {
  const origin = await portal(t);
  const prepare = (context) =>
    context.route(`${siteUrl()}frame.mjs`, async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: (await answer.text()).replace("location.ancestorOrigins", "undefined") });
    });
  const { page, frame, site } = await openFrame(t, { origin, address: "frame.html?parent=https://portal.example", prepare, expected: /target origin/ });
  await frame.getByText("Waiting for https://portal.example").waitFor();
  await page.evaluate((site) => window.tell({ kubu: 1, type: "hello" }, site), site);
  await frame.getByText(`and this is ${origin}`).waitFor();
  assert.equal(await frame.locator("kubu-assessment").count(), 0);
});

test("a frame that is in no frame says so", async (t) => {
  const { page } = await openPage(t, { path: "frame.html?parent=https://portal.example", breaks: true });
  await page.getByText("Here it is in none.").waitFor();
  await expectNoAxeViolations(page);
});
