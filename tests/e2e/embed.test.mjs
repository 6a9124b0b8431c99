// Kubu in pages of others as an element, also twice on a page that does its worst to it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { expectNoAxeViolations, openPage } from "./browser.mjs";
import { CHATBOT, MAILBOX, NOTHING, button, element, get, kept, listeners, openHost, page, set, step, system, told } from "./host.mjs";

test("two elements on one page hold documents of their own, and leave nothing on the device", async (t) => {
  const { page, requests } = await openHost(t);
  const [one, two] = [page.locator("#one"), page.locator("#two")];
  assert.equal(await page.title(), "A portal");
  const before = requests.length;
  await set(page, "one", JSON.parse(CHATBOT));
  await set(page, "two", MAILBOX);
  assert.equal(await system(one).inputValue(), "Support chatbot");
  assert.equal(await system(two).inputValue(), "Mailbox agent");
  // What the page sets, it is not told.
  assert.deepEqual(await page.evaluate(() => window.told.map(({ kind }) => kind)), ["ready", "ready"]);

  await system(one).fill("Ours");
  const [change] = await told(page, "change");
  assert.deepEqual([change.id, change.travels, change.detail.assessment.title], ["one", true, "Ours"]);
  assert.equal((await get(page, "one")).title, "Ours");
  const { catalog, ...mailbox } = await get(page, "two");
  assert.deepEqual(mailbox, JSON.parse(MAILBOX));
  assert.equal(catalog.id, "kubu", "it is stamped with the catalogue");

  await step(two, "Treat").click();
  await two.getByRole("heading", { level: 1, name: "Treat" }).waitFor();
  await one.getByRole("heading", { level: 1, name: "Describe the system" }).waitFor();
  assert.equal(new URL(page.url()).hash, "");
  assert.equal(await page.title(), "A portal");
  assert.equal(requests.length, before, "the network stays silent");
  assert.deepEqual(await kept(page), NOTHING);
});

test("a hostile page does not reach in, and the element does not reach out", async (t) => {
  const { page } = await openHost(t);
  const look = (locator) =>
    locator.evaluate((node) => {
      const { color, fontFamily, fontSize, letterSpacing, textTransform, display, direction, borderRadius } = getComputedStyle(node);
      return { color, fontFamily, fontSize, letterSpacing, textTransform, display, direction, borderRadius };
    });
  await page.locator("#one").getByText("The page around this one sees what you enter").waitFor();
  const begin = button(page.locator("#one"), "Begin a new assessment");
  const inside = await look(begin);
  assert.equal(inside.color, "rgb(255, 255, 255)");
  assert.match(inside.fontFamily, /^system-ui/);
  assert.equal(inside.letterSpacing, "normal");
  assert.deepEqual([inside.textTransform, inside.direction, inside.borderRadius], ["none", "ltr", "6px"]);
  assert.equal(inside.fontSize, "16px");
  assert.equal((await look(page.locator("#one .hero h1"))).letterSpacing, "-1.2px");
  const own = await look(page.locator("#own"));
  assert.deepEqual([own.color, own.fontSize, own.fontFamily], ["rgb(255, 0, 0)", "40px", "monospace"]);
  assert.equal(await page.evaluate(() => document.styleSheets.length), 1);
  assert.equal(await page.evaluate(() => document.documentElement.attributes.length), 1);
});

test("custom properties and parts of the element are the page's to set", async (t) => {
  const css = `kubu-assessment { --kubu-accent: rgb(1, 2, 3); --kubu-font: serif; --kubu-font-size: 20px; --kubu-radius: 1px; }
    kubu-assessment::part(head) { background: rgb(4, 5, 6); }`;
  const html = page(element()).replace("<script", '<link rel="stylesheet" href="host.css"><script');
  const { page: host } = await openHost(t, { html, files: { "host.css": css }, ready: 1 });
  const one = host.locator("#one");
  const style = (locator, name) => locator.evaluate((node, name) => getComputedStyle(node)[name], name);
  assert.equal(await style(button(one, "Begin a new assessment"), "backgroundColor"), "rgb(1, 2, 3)");
  assert.equal(await style(one.getByText("Begin with an example"), "fontFamily"), "serif");
  assert.equal(await style(one.getByText("Begin with an example"), "fontSize"), "25px");
  assert.equal(await style(one.locator(".examples button").first(), "borderRadius"), "1px");
  assert.equal(await style(one.locator(".masthead"), "backgroundColor"), "rgb(4, 5, 6)");
});

test("an address is loaded, and what is wrong with a file is told with the core's reasons", async (t) => {
  const html = page(`${element('src="chatbot.kubu.json"')}<kubu-assessment id="two" src="nothing.kubu.json"></kubu-assessment>`);
  const { page: host } = await openHost(t, { html, expected: /404/ });
  assert.equal(await system(host.locator("#one")).inputValue(), "Support chatbot");
  const [ready] = await told(host, "ready", 1, "one");
  assert.equal(ready.detail.assessment.title, "Support chatbot");
  const [missing] = await told(host, "error", 1, "two");
  assert.equal(missing.detail.errors[0].code, "not-loaded");
  await host.locator("#two").getByRole("alert").getByText("404").waitFor();

  await set(host, "one", { ...JSON.parse(CHATBOT), title: 7 });
  const [wrong] = await told(host, "error", 1, "one");
  const [{ code, severity, at, message, help }] = wrong.detail.errors;
  assert.deepEqual([severity, at], ["error", "/title"]);
  assert.ok(code && message && help);
  await host.locator("#one").getByRole("alert").getByText("The file was not opened").waitFor();
  assert.equal((await get(host, "one")).title, "Support chatbot", "what was in hand stays");
  await set(host, "one", "no file at all");
  await host.evaluate(() => {
    const circle = {};
    document.getElementById("one").assessment = Object.assign(circle, { circle });
  });
  for (const { detail } of (await told(host, "error", 3, "one")).slice(1)) assert.equal(detail.errors[0].at, "");
});

test("saving tells the page, which may keep the file to itself", async (t) => {
  const { page: host } = await openHost(t, { html: page(element()), ready: 1 });
  const one = host.locator("#one");
  await set(host, "one", CHATBOT);
  const [download] = await Promise.all([host.waitForEvent("download"), button(one, "Save file").click()]);
  assert.equal(download.suggestedFilename(), "support-chatbot.kubu.json");
  const [save] = await told(host, "save");
  assert.deepEqual(save.detail.assessment.title, "Support chatbot");

  const downloads = [];
  host.on("download", () => downloads.push(1));
  await host.evaluate(() => addEventListener("kubu-save", (event) => event.preventDefault()));
  await button(one, "Save file").click();
  await told(host, "save", 2);
  assert.deepEqual(downloads, []);
});

test("in a view nothing can be changed, and everything can be read", async (t) => {
  const { page: host } = await openHost(t, { html: page(element('mode="view" src="chatbot.kubu.json"')), ready: 1 });
  const one = host.locator("#one");
  const before = await get(host, "one");
  const fields = one.locator("input:enabled:visible, select:enabled:visible, textarea:enabled:visible");
  assert.equal(await one.getByRole("link", { name: "Kubu", exact: true }).count(), 0, "there is no first page");

  await one.getByRole("heading", { level: 1, name: "Describe the system" }).waitFor();
  assert.equal(await fields.count(), 0);
  assert.ok(await one.getByRole("radio").first().isDisabled());
  assert.equal(await one.getByRole("button", { name: /^Clear/ }).count(), 0);

  await one.getByRole("link", { name: "System map" }).click();
  await one.getByRole("heading", { level: 1, name: "System map" }).waitFor();
  const component = one.getByRole("group", { name: "Map of components and flows" }).getByRole("button").first();
  await component.focus();
  await host.keyboard.press("Delete");
  await component.click();
  assert.ok(await one.getByRole("textbox", { name: "Name", exact: true }).isDisabled());
  assert.equal(await one.getByRole("button", { name: /^(Add|Remove)/ }).count(), 0);
  assert.equal(await fields.count(), 0);

  await step(one, "Prioritise").click();
  await one.getByLabel("Find in threats").fill("injection");
  await one.getByText(/^\d+ of \d+ threats shown/).waitFor();
  await one.locator(".threats summary").first().click();
  await one.getByRole("combobox", { name: "discoverability", exact: false }).first().waitFor();
  assert.ok(await one.getByRole("combobox", { name: "discoverability", exact: false }).first().isDisabled());

  await step(one, "Treat").click();
  await one.getByRole("heading", { level: 1, name: "Treat" }).waitFor();
  assert.equal(await one.getByRole("checkbox").count(), 0);
  assert.ok(await one.getByLabel(/^Status of/).first().isDisabled());
  await button(one, "Find the set").click();
  assert.equal(await one.getByRole("button", { name: /Plan all/ }).count(), 0);

  await step(one, "Residual").click();
  await one.getByRole("heading", { level: 1, name: "What remains" }).waitFor();
  assert.equal(await fields.count(), 0);
  await expectNoAxeViolations(host);

  await button(one, "Save file").click();
  await told(host, "save");
  // A file that is brought to it is not opened.
  const data = await host.evaluateHandle((text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    return data;
  }, MAILBOX);
  await one.locator(".kubu").dispatchEvent("drop", { dataTransfer: data });
  await step(one, "Describe").click();
  assert.deepEqual(await get(host, "one"), before);
  assert.deepEqual(await host.evaluate(() => window.told.map(({ kind }) => kind)), ["ready", "save"]);
});

test("a report is all that its mode shows", async (t) => {
  const { page: host } = await openHost(t, { html: page(element('mode="report" src="chatbot.kubu.json"')), ready: 1 });
  const one = host.locator("#one");
  await one.getByRole("heading", { level: 1, name: "Support chatbot" }).waitFor();
  assert.equal(await one.getByRole("navigation").count(), 0);
  assert.equal(await one.locator("a[href^='#/']:not(.skip)").count(), 0, "nothing leads elsewhere");
  await expectNoAxeViolations(host);
  const [download] = await Promise.all([host.waitForEvent("download"), button(one, "Save as one HTML file").click()]);
  const text = readFileSync(await download.path(), "utf8");
  assert.ok(text.includes("--accent:") && !text.includes("--kubu-rem)"), "the file carries its style");
  await host.emulateMedia({ media: "print" });
  assert.ok(await one.locator(".report").isVisible());
  assert.ok(!(await one.locator(".masthead").isVisible()));
});

test("only the steps that are named are shown", async (t) => {
  const { page: host } = await openHost(t, { html: page(element('steps="prioritise  report" src="chatbot.kubu.json"')), ready: 1 });
  const one = host.locator("#one");
  const steps = one.getByRole("navigation", { name: "Steps" }).getByRole("link");
  assert.deepEqual(await steps.allTextContents(), ["2Prioritise", "Report"]);
  await one.getByRole("heading", { level: 1, name: "Threats" }).waitFor();
  await one.locator(".threats summary").first().click();
  assert.equal(await one.locator("a[href^='#/treat'], a[href^='#/describe']").count(), 0);
  // Chosen anew, with what is in hand.
  await host.evaluate(() => document.getElementById("one").setAttribute("steps", "treat"));
  await told(host, "ready", 2);
  await one.getByRole("heading", { level: 1, name: "Treat" }).waitFor();
  assert.equal((await get(host, "one")).title, "Support chatbot");
});

test("the theme is the element's own", async (t) => {
  const { page: host } = await openHost(t, { html: page(`${element('theme="dark"')}<kubu-assessment id="two"></kubu-assessment>`) });
  const ground = (id) => host.locator(`#${id} .kubu`).evaluate((node) => getComputedStyle(node).backgroundColor);
  assert.deepEqual([await ground("one"), await ground("two")], ["rgb(20, 24, 26)", "rgb(247, 247, 244)"]);
  await host.evaluate(() => document.getElementById("one").setAttribute("theme", "light"));
  assert.equal(await ground("one"), "rgb(247, 247, 244)");
  const two = host.locator("#two");
  await button(two, "Appearance and keys (?)").click();
  await two.getByRole("radio", { name: "Dark" }).check();
  assert.deepEqual([await ground("one"), await ground("two")], ["rgb(247, 247, 244)", "rgb(20, 24, 26)"]);
  assert.deepEqual(await kept(host), NOTHING);
});

test("keys count only where the focus is within", async (t) => {
  const { page: host } = await openHost(t, { html: page(`<p><button id="own">Own</button></p>${element()}<kubu-assessment id="two"></kubu-assessment>`) });
  const [one, two] = [host.locator("#one"), host.locator("#two")];
  await host.locator("#own").focus();
  await host.keyboard.press("?");
  await host.keyboard.press("/");
  assert.equal(await host.getByRole("dialog").count(), 0);

  await button(one, "Begin a new assessment").focus();
  await host.keyboard.press("Enter");
  await one.getByRole("heading", { level: 1, name: "Describe the system" }).waitFor();
  await host.keyboard.press("/");
  await one.getByRole("dialog", { name: "Search" }).waitFor();
  assert.equal(await two.getByRole("dialog").count(), 0);
  await host.keyboard.type("injection");
  await expectNoAxeViolations(host);
  await host.keyboard.press("Enter");
  await one.getByRole("heading", { level: 1, name: "Threats" }).waitFor();
  await system(one).fill("Ours");
  await step(one, "Treat").focus();
  await host.keyboard.press("Control+z");
  assert.equal(await system(one).inputValue(), "");
  assert.equal(await two.getByRole("heading", { level: 1 }).textContent(), "What can go wrong with the security of your AI system?");
});

test("files are taken by the element that they are brought to", async (t) => {
  const { page: host } = await openHost(t, { html: page(`${element()}<kubu-assessment id="two"></kubu-assessment>`) });
  const data = await host.evaluateHandle((text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    return data;
  }, CHATBOT);
  await host.locator("h1").first().dispatchEvent("drop", { dataTransfer: data });
  await host.locator("#two .kubu").dispatchEvent("drop", { dataTransfer: data });
  await host.locator("#two").getByText("The file is open.").waitFor();
  assert.equal(await system(host.locator("#two")).inputValue(), "Support chatbot");
  assert.equal((await get(host, "one")).title, "");
});

for (const storage of ["none", "local"]) {
  test(`an element with storage ${storage} that is removed leaves no listener, and can come back`, async (t) => {
    const { page: host } = await openHost(t, { html: page(""), ready: 0 });
    await host.waitForFunction(() => customElements.get("kubu-assessment"));
    const before = await listeners(host);
    await host.evaluate((storage) => {
      const element = document.createElement("kubu-assessment");
      element.id = "one";
      element.setAttribute("storage", storage);
      document.querySelector("main").append(element);
    }, storage);
    await told(host, "ready");
    const one = host.locator("#one");
    await button(one, "Begin a new assessment").click();
    await system(one).fill("Ours");
    await told(host, "change");
    await step(one, "Prioritise").click();
    assert.notDeepEqual(await listeners(host), before);

    // Moved, it goes on where it was.
    await host.evaluate(() => document.body.append(document.getElementById("one")));
    await one.getByRole("heading", { level: 1, name: "Threats" }).waitFor();
    assert.equal((await told(host, "ready")).length, 1);

    await host.evaluate(() => {
      window.away = document.getElementById("one");
      window.away.remove();
    });
    assert.deepEqual(await listeners(host), before);
    assert.equal(await host.evaluate(() => window.away.shadowRoot.childElementCount), 0);
    assert.equal(await host.evaluate(() => window.away.assessment.title), "Ours");
    await host.evaluate(() => document.body.append(window.away));
    await told(host, "ready", 2);
    assert.equal(await system(one).inputValue(), "Ours");

    // Nothing holds on to what is thrown away.
    await host.evaluate(() => {
      window.away.remove();
      window.last = new WeakRef(window.away);
      delete window.away;
      window.told.length = 0;
    });
    const session = await host.context().newCDPSession(host);
    await host.waitForFunction(async () => true);
    for (let turn = 0; turn < 20 && (await host.evaluate(() => Boolean(window.last.deref()))); turn++) {
      await session.send("HeapProfiler.collectGarbage");
    }
    assert.equal(await host.evaluate(() => Boolean(window.last.deref())), false, "it is collected");
    if (storage === "none") assert.deepEqual(await kept(host), NOTHING);
  });
}

test("with storage local, what was in hand is there again", async (t) => {
  const { page: host } = await openHost(t, { html: page(element('storage="local"')), ready: 1 });
  const one = host.locator("#one");
  await one.getByRole("heading", { name: "Your assessments" }).waitFor();
  await button(one, "Begin a new assessment").click();
  await system(one).fill("Ours");
  await one.getByText("Saved on this device", { exact: true }).waitFor();
  await host.reload();
  await told(host, "ready");
  assert.equal((await get(host, "one")).title, "Ours");
});

test("with storage local, what was made of a file goes before the file", async (t) => {
  const { page: host } = await openHost(t, { html: page(element('storage="local" src="chatbot.kubu.json"')), ready: 1 });
  const one = host.locator("#one");
  await one.getByRole("heading", { level: 1, name: "Describe the system" }).waitFor();
  await system(one).fill("Ours");
  await one.getByText("Saved on this device", { exact: true }).waitFor();
  await host.reload();
  await told(host, "ready");
  await one.getByRole("heading", { level: 1, name: "What can go wrong" }).waitFor();
  assert.equal((await get(host, "one")).title, "Ours");
});

test("what comes and goes takes no memory with it", async (t) => {
  const { page: host } = await openHost(t, { html: page(""), ready: 0 });
  const session = await host.context().newCDPSession(host);
  const comeAndGo = async (times) => {
    for (let time = 0; time < times; time++) {
      await host.evaluate(async (text) => {
        const element = Object.assign(document.createElement("kubu-assessment"), { assessment: text });
        const ready = new Promise((done) => element.addEventListener("kubu-ready", done));
        document.body.append(element);
        await ready;
        element.remove();
      }, MAILBOX);
      await session.send("HeapProfiler.collectGarbage");
    }
    return host.evaluate(async () => {
      const script = performance.getEntriesByType("resource").find(({ name }) => /kubu-web.*\.js$/.test(name)).name;
      return (await (await import(script)).default()).memory.buffer.byteLength;
    });
  };
  const before = await comeAndGo(5);
  assert.equal(await comeAndGo(30), before);
});

test("if the app breaks, the element says so and hands out what was in hand", async (t) => {
  const { page: host } = await openHost(t, { html: page(element('src="chatbot.kubu.json"')), ready: 1, expected: /out of its mind/ });
  await host.evaluate(async () => {
    const script = performance.getEntriesByType("resource").map(({ name }) => name).find((name) => /kubu-web.*\.js$/.test(name));
    const error = new WebAssembly.RuntimeError("out of its mind");
    error.stack = `RuntimeError: out of its mind\n    at ${script}:1:1`;
    Promise.reject(error);
  });
  const one = host.locator("#one");
  await one.getByRole("alert").getByText("Kubu has stopped").waitFor();
  const [broken] = await told(host, "error");
  assert.equal(broken.detail.errors[0].code, "stopped");
  const [download] = await Promise.all([host.waitForEvent("download"), one.getByRole("link", { name: "Save what was in hand" }).click()]);
  assert.equal(JSON.parse(readFileSync(await download.path(), "utf8")).title, "Support chatbot");
});

for (const width of [1280, 360]) {
  test(`axe finds nothing within the elements at ${width} px, and nothing runs over`, async (t) => {
    const { page: host } = await openHost(t, { html: page(`${element('src="chatbot.kubu.json"')}<kubu-assessment id="two"></kubu-assessment>`), width });
    for (const name of ["Describe", "Prioritise", "Treat", "Residual", "Report"]) {
      await step(host.locator("#one"), name).click();
      await host.locator("#one").getByRole("link", { name, current: "page" }).or(host.locator(`#one a[aria-current]`)).first().waitFor();
      await expectNoAxeViolations(host);
      assert.ok(await host.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), `${name} runs over`);
    }
  });
}

test("a narrow element on a wide page is laid out as on a narrow screen", async (t) => {
  const files = { "host.css": "kubu-assessment { width: 380px }" };
  const html = page(element('src="chatbot.kubu.json"')).replace("<script", '<link rel="stylesheet" href="host.css"><script');
  const { page: host } = await openHost(t, { html, files, ready: 1, width: 1440 });
  const one = host.locator("#one");
  const right = (await one.boundingBox()).x + 380;
  for (const name of ["Describe", "Prioritise", "Treat", "Residual"]) {
    await step(one, name).click();
    const widest = await one.locator(".main").evaluate((main) =>
      Math.max(...[...main.querySelectorAll("h1, section, form, button, .field")].map((node) => node.getBoundingClientRect().right)),
    );
    assert.ok(widest <= right + 1, `${name}: ${widest} > ${right}`);
  }
});

test("the page of the README works from the built files", async (t) => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const html = /```html\n(<!doctype html>[^]*?)```/.exec(readme)[1];
  assert.equal(html.trim().split("\n").length, 5);
  const built = html.replace('"/kubu/embed.mjs"', '"embed.mjs"').replace('"/records/chatbot.kubu.json"', '"chatbot.kubu.json"');
  const { page } = await openHost(t, { html: built, ready: 1, expected: /favicon/ });
  assert.equal(await system(page).inputValue(), "Support chatbot");
});

test("the demonstration keeps what is saved, as an element and in a frame", async (t) => {
  const { page } = await openPage(t, { path: "portal/", breaks: true });
  const record = page.getByLabel("The portal’s record");
  await record.fill(CHATBOT);
  await page.locator("kubu-assessment .masthead").waitFor();
  await button(page, "Open the record").click();
  await system(page).fill("Ours");
  await page.getByText("There are changes").waitFor();
  await button(page, "Save file").click();
  await page.getByText("Kept in the record.").waitFor();
  assert.equal(JSON.parse(await record.inputValue()).title, "Ours");
  await expectNoAxeViolations(page);

  await page.getByRole("link", { name: "In a frame" }).click();
  const frame = page.frameLocator("iframe");
  await frame.getByRole("button", { name: /^Support chatbot/ }).click();
  await page.getByText("There are changes").waitFor();
  await button(frame, "Save file").click();
  await page.getByText("Kept in the record: Support chatbot.").waitFor();
});

test("an element takes the packs that the page names, and says why it does not take others", async (t) => {
  const BANK = readFileSync(new URL("../../examples/packs/bank.kubu-pack.json", import.meta.url), "utf8");
  const { page: host } = await openHost(t, {
    html: page(element('pack="bank.json broken.json nowhere.json" steps="describe treat"')),
    files: { "bank.json": BANK, "broken.json": BANK.replace("Enter the model", "Leave the model") },
    ready: 1,
    expected: /nowhere\.json/,
  });
  const { name } = JSON.parse(BANK);
  await step(host, "Treat").click();
  await host.locator(".measure").getByText(name, { exact: true }).first().waitFor();
  const codes = (await told(host, "error", 2)).flatMap(({ detail }) => detail.errors.map(({ code }) => code));
  assert.deepEqual(codes.sort(), ["not-loaded", "wrong-hash"]);
  // Without them, the app begins again.
  await host.evaluate(() => document.getElementById("one").removeAttribute("pack"));
  await told(host, "ready", 2);
  await step(host, "Treat").click();
  await host.locator(".measure").first().waitFor();
  assert.equal(await host.locator(".measure").getByText(name, { exact: true }).count(), 0);
  assert.deepEqual(await kept(host), NOTHING);
});
