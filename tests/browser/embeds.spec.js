// The counter and the form in the pages of another site: another origin, with the strictest policy that a careful site has.
import { AxeBuilder } from "@axe-core/playwright";
import { DESKTOP, LANGUAGES, PHONE, Site, codeOf, expect, fillIn, overflow, start, stop, submitButton, test as base } from "./site.js";
import { openHost, strict } from "./host.js";

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const test = base.extend({
  host: async ({ site, origins }, use) => {
    const host = await openHost(strict(site.url));
    origins.push(host.url);
    await use(host);
    host.close();
  },
});

async function expectAccessible(page, what) {
  const { violations } = await new AxeBuilder({ page }).withTags(WCAG).analyze();
  expect(violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.target).join(", ")}`), what).toEqual([]);
  expect(await overflow(page), `${what}: nothing sticks out sideways`).toBeLessThanOrEqual(0);
}

/** Waits until the public count is large enough; it is two seconds old at most. */
async function counted(site, least) {
  await expect.poll(() => site.total()).toBeGreaterThanOrEqual(least);
  return site.total();
}

const written = (language, count) => new Intl.NumberFormat(`${language}-CA`).format(count).replace(/\s/g, "\u202f");
const LABEL = { en: /^(person has|people have) signed$/, fr: /^(personne a|personnes ont) signé$/ };
const CALL = { en: "Add your name", fr: "J’ajoute mon nom" };
const number = (page) => page.locator("time-to-lead-counter [part=number]");
const frameHeight = (page) => page.locator("iframe").evaluate((frame) => frame.getBoundingClientRect().height);
const innerHeight = (frame) => frame.locator("html").evaluate((html) => Math.ceil(html.getBoundingClientRect().height));

for (const language of LANGUAGES) {
  test(`one pasted line shows the count in ${language} and follows it`, async ({ page, site, host }) => {
    const before = await site.total();
    await site.signer();
    const total = await counted(site, before + 1);
    await page.goto(host.put(language, `<script src="${site.url}/embed/counter.js" data-partner="ccr"></script>`));
    await expect(number(page)).toHaveText(written(language, total));
    const counter = page.locator("time-to-lead-counter");
    await expect(counter.locator("[part=label]")).toHaveText(LABEL[language]);
    await expect(counter.locator("[part=call]")).toHaveText(CALL[language]);
    await expect(counter.locator("[part=call]")).toHaveAttribute("href", `${site.url}/${language}?partner=ccr`);
    const { goal } = await (await fetch(`${site.url}/v1/counter`)).json();
    expect(await counter.locator("progress").evaluate((bar) => bar.max)).toBe(goal);
    await site.signer();
    const shown = async () => Number((await number(page).textContent()).replace(/\D/g, ""));
    await expect.poll(shown, { message: "it moves within 15 seconds", timeout: 15_000 }).toBeGreaterThan(total);
  });

  test(`the counter and its frame are accessible in ${language}`, async ({ page, site, host }) => {
    const before = await site.total();
    await site.signer();
    const total = await counted(site, before + 1);
    const script = `<script src="${site.url}/embed/counter.js"></script>`;
    const elements = `<time-to-lead-counter></time-to-lead-counter><time-to-lead-counter compact riding="35079"></time-to-lead-counter>`;
    const frame = `<iframe src="${site.url}/embed/counter?lang=${language}" title="It’s time to lead" width="300" height="340"></iframe>`;
    const image = `<img src="${site.url}/embed/counter.svg?lang=${language}" alt="It’s time to lead" width="300">`;
    const address = host.put(language, elements + script + frame + image);
    for (const viewport of [PHONE, DESKTOP]) {
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        await page.setViewportSize(viewport);
        await page.goto(address);
        await expect(number(page).first()).toHaveText(written(language, total), { timeout: 15_000 });
        await expect(page.frameLocator("iframe").locator(".count-number")).toHaveText(written(language, total), { timeout: 15_000 });
        await expectAccessible(page, `${viewport.width}, ${colorScheme}`);
        expect(await page.locator("img").evaluate((img) => img.complete && img.naturalWidth)).toBe(480);
      }
    }
    await page.goto(`${site.url}/embed/counter?lang=${language}&compact=1&riding=35079`);
    await expectAccessible(page, "the compact frame");
  });

  for (const colorScheme of ["light", "dark"]) {
    test(`someone signs in a partner's page in ${language}, ${colorScheme}, and its frame fits`, async ({ page, site, host }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize(PHONE);
      await page.goto(host.put(language, `<div data-time-to-lead-form data-partner="ccr"></div><script src="${site.url}/embed/form.js"></script>`));
      const frame = page.frameLocator("iframe");
      const fits = async () => expect.poll(async () => (await frameHeight(page)) - (await innerHeight(frame)), { message: "the frame is as high as its page" }).toBe(0);
      await expect(frame.locator("html")).toHaveAttribute("lang", new RegExp(`^${language}`));
      await fits();
      await expectAccessible(page, "the form");
      const asked = await frameHeight(page);

      await submitButton(frame).click();
      await expect(frame.locator(".error-summary"), "a screen reader begins there").toBeFocused();
      await fits();
      expect(await frameHeight(page), "errors take room").toBeGreaterThan(asked);
      await expect.poll(() => page.locator("iframe").evaluate((f) => f.getBoundingClientRect().top), { message: "the errors are in sight" }).toBeGreaterThanOrEqual(-1);
      await expectAccessible(page, "the form with errors");

      const person = site.person();
      await fillIn(frame, person);
      await submitButton(frame).click();
      await expect(frame.locator(".letter h1")).toBeVisible();
      await fits();
      await expectAccessible(page, "check your mail");
      const mail = await site.mail(person.email, "confirm");
      expect(mail.locale).toBe(language);
      await frame.locator("#field-code").fill("000");
      await frame.locator("form[action$='/check-your-mail'] button").click();
      await expect(frame.locator("#error-code")).toBeVisible();
      await fits();
      await expectAccessible(page, "a wrong code");
      await frame.locator("#field-code").fill(codeOf(mail));
      await frame.locator("form[action$='/check-your-mail'] button").click();
      await expect(frame.locator("h1")).toContainText(person.firstName);
      await fits();
      expect(await frameHeight(page), "less to say takes less room").toBeLessThan(asked);
      await expectAccessible(page, "counted");
      const [beside] = await Promise.all([page.context().waitForEvent("page"), frame.locator("main a.button").click()]);
      await expect(beside, "the page that opens the pledge stands in no frame").toHaveURL(new RegExp(`/${language}/thank-you\\?token=`));
    });
  }

  test(`a plain frame is enough to sign in ${language}, without any script`, async ({ browser, site, host }) => {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: PHONE });
    const page = await context.newPage();
    await page.goto(host.put(language, `<iframe src="${site.url}/embed/form?lang=${language}&partner=ccr" title="It’s time to lead" width="300" height="1500"></iframe>`));
    const frame = page.frameLocator("iframe");
    const person = site.person();
    await fillIn(frame, person);
    await submitButton(frame).click();
    await expect(frame.locator(".letter h1")).toBeVisible();
    await site.mail(person.email, "confirm");
    expect(await context.cookies()).toEqual([]);
    await context.close();
  });
}

test("a counter of a riding names it, and the page may speak two languages", async ({ page, site, host }) => {
  const signed = async () => (await (await fetch(`${site.url}/v1/tally/35079`)).json()).count;
  await site.signer();
  // Answers may be two seconds old: so two equal ones in a row are right.
  let last = 0;
  await expect.poll(async () => {
    const was = last;
    last = await signed();
    return last > 0 && last === was;
  }, { message: "the number stands before the page asks for it", intervals: [2_500], timeout: 20_000 }).toBe(true);
  const elements = `<time-to-lead-counter riding="35079"></time-to-lead-counter><section lang="fr"><time-to-lead-counter riding="35079" theme="dark"></time-to-lead-counter></section>`;
  await page.goto(host.put("en", `${elements}<script src="${site.url}/embed/counter.js"></script>`));
  const labels = page.locator("time-to-lead-counter [part=label]");
  await expect(labels).toHaveCount(2, { message: "the script adds none where the page has its own" });
  await expect(labels.first()).toContainText("in Ottawa Centre");
  await expect(labels.last()).toContainText("dans Ottawa-Centre");
  await expect(page.locator("time-to-lead-counter progress").first()).toBeHidden();
  await expect(number(page).first()).toHaveText(written("en", last));
  const of = page.locator("time-to-lead-counter").first();
  await of.evaluate((counter) => counter.removeAttribute("riding"));
  await expect(labels.first()).toHaveText(LABEL.en);
  await of.evaluate((counter) => counter.setAttribute("riding", "99999"));
  await expect(number(page).first(), "no such riding: everybody's count").toHaveText(written("en", await site.total()));
});

test("the counter is dark where the visitor and the page around it can be, or when it is told to", async ({ page, site, host }) => {
  const paper = async () => page.locator("time-to-lead-counter [part=card]").evaluateAll((cards) => cards.map((card) => getComputedStyle(card).backgroundColor));
  const [light, dark] = ["rgb(255, 253, 249)", "rgb(18, 22, 31)"];
  const elements = `<time-to-lead-counter></time-to-lead-counter><div lang="fr"><time-to-lead-counter theme="light"></time-to-lead-counter><time-to-lead-counter theme="dark"></time-to-lead-counter></div>`;
  await page.goto(host.put("en", `${elements}<script src="${site.url}/embed/counter.js"></script>`));
  expect(await paper()).toEqual([light, light, dark]);
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await paper()).toEqual([dark, light, dark]);
  await page.evaluate(() => document.querySelector("meta[name=color-scheme]").remove());
  await page.locator("time-to-lead-counter").first().evaluate((counter) => counter.setAttribute("compact", ""));
  expect(await paper()).toEqual([light, light, dark]);
});

test("colours are the partner's to choose, and nothing moves while the count is fetched", async ({ page, site, host }) => {
  // Where nobody has signed yet, words stand in the number's place.
  await site.signer();
  await expect.poll(() => site.total()).toBeGreaterThan(0);
  await page.goto(host.put("en", `<time-to-lead-counter></time-to-lead-counter><p id="below">Below</p><script src="${site.url}/embed/counter.js"></script>`));
  await expect(number(page)).not.toHaveText("…");
  const counter = page.locator("time-to-lead-counter");
  await counter.evaluate((element) => element.style.setProperty("--ttl-action", "rgb(0, 60, 120)"));
  await expect(counter.locator("[part=call]")).toHaveCSS("background-color", "rgb(0, 60, 120)");

  let answer;
  const asked = new Promise((resolve) => page.route(`${site.url}/v1/counter`, (route) => ((answer = route), resolve())));
  await page.reload();
  await asked;
  await expect(number(page)).toHaveText("…");
  const top = () => page.locator("#below").evaluate((below) => below.getBoundingClientRect().top);
  const before = await top();
  await answer.continue();
  await expect(number(page)).not.toHaveText("…");
  expect(await top()).toBe(before);
});

for (const reducedMotion of ["no-preference", "reduce"]) {
  test(`the number ${reducedMotion === "reduce" ? "changes at once for who wants no motion" : "rolls to a new one"}`, async ({ page, site, host }) => {
    await page.emulateMedia({ reducedMotion });
    await page.addInitScript(() => {
      window.total = 1000;
      window.fetch = async () => new Response(JSON.stringify({ total: window.total, goal: 20000 }));
    });
    await page.goto(host.put("en", `<script src="${site.url}/embed/counter.js"></script>`));
    await expect(number(page)).toHaveText("1,000");
    await number(page).evaluate((shown) => {
      window.seen = [];
      new MutationObserver(() => window.seen.push(Number(shown.textContent.replace(",", "")))).observe(shown, { childList: true });
      window.total = 3000;
      document.dispatchEvent(new Event("visibilitychange"));
    });
    await expect(number(page)).toHaveText("3,000");
    const between = (await page.evaluate(() => window.seen)).filter((count) => count > 1000 && count < 3000);
    if (reducedMotion === "reduce") expect(between).toEqual([]);
    else expect(between.length).toBeGreaterThan(2);
    expect(between).toEqual([...between].sort((a, b) => a - b));
  });
}

test("it asks every ten seconds, ever more seldom while nobody answers, and never while nobody looks", async ({ page, site, host }) => {
  await page.clock.install();
  await page.addInitScript(() => {
    window.asked = [];
    window.away = false;
    window.fetch = async () => {
      window.asked.push(Date.now());
      if (window.away) throw new TypeError("away");
      return new Response(JSON.stringify({ total: 1234, goal: 20000 }));
    };
  });
  await page.goto(host.put("en", `<script src="${site.url}/embed/counter.js"></script>`));
  await page.clock.runFor(1_000);
  await expect(number(page)).toHaveText("1,234");
  const asked = () => page.evaluate(() => window.asked.length);
  /** Returns the seconds between its last question and the next, on the page's own clock. */
  const pause = async () => {
    const before = await asked();
    while ((await asked()) === before) await page.clock.runFor(500);
    const [last, next] = (await page.evaluate(() => window.asked)).slice(-2);
    return (next - last) / 1000;
  };
  const about = (seconds, expected) => {
    expect(seconds).toBeGreaterThanOrEqual(expected * 0.85);
    expect(seconds).toBeLessThanOrEqual(expected * 1.15 + 1);
  };
  about(await pause(), 10);
  about(await pause(), 10);
  await page.evaluate(() => (window.away = true));
  about(await pause(), 10);
  for (const seconds of [20, 40, 80, 160, 300, 300]) about(await pause(), seconds);
  await expect(number(page)).toHaveText("1,234");

  const look = (hidden) =>
    page.evaluate((value) => {
      Object.defineProperty(document, "hidden", { value, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, hidden);
  await look(true);
  const before = await asked();
  await page.clock.runFor(900_000);
  expect(await asked(), "nobody looks").toBe(before);
  await page.evaluate(() => (window.away = false));
  await look(false);
  expect(await asked(), "at once").toBe(before + 1);
  about(await pause(), 10);
  await page.locator("time-to-lead-counter").evaluate((counter) => counter.remove());
  const last = await asked();
  await page.clock.runFor(60_000);
  expect(await asked(), "a counter that is gone asks no more").toBe(last);
});

test("nobody but our own page in the frame can set its height", async ({ page, site, host }) => {
  await page.goto(host.put("en", `<div data-time-to-lead-form></div><script src="${site.url}/embed/form.js"></script>`));
  const frame = page.frameLocator("iframe");
  await expect.poll(async () => (await frameHeight(page)) - (await innerHeight(frame))).toBe(0);
  const height = await frameHeight(page);
  const heard = page.evaluate(() => new Promise((resolve) => addEventListener("message", () => setTimeout(resolve))));
  await page.evaluate(() => postMessage({ type: "time-to-lead:height", height: 5000 }, "*"));
  await heard;
  expect(await frameHeight(page)).toBe(height);
  // Our own counter in a frame of its own tells its height too: to whom it may concern, which is not the form.
  await page.evaluate((src) => {
    const heard = new Promise((resolve) => addEventListener("message", ({ source }) => source === other.contentWindow && setTimeout(resolve)));
    const other = Object.assign(document.createElement("iframe"), { title: "The counter", src });
    document.querySelector("main").append(other);
    return heard;
  }, `${site.url}/embed/counter`);
  expect(await page.locator("iframe").first().evaluate((first) => first.getBoundingClientRect().height)).toBe(height);
  await page.evaluate(() => document.querySelectorAll("iframe")[1].remove());
  const form = page.frames().find((known) => known.url().includes("/embed/form"));
  await form.evaluate(() => parent.postMessage({ type: "time-to-lead:height", height: 1e9 }, "*"));
  await expect.poll(() => frameHeight(page), { message: "within bounds" }).toBe(6000);
});

test("an ordinary page refuses to be framed by another site", async ({ browser, site, host }) => {
  const page = await browser.newPage();
  const refused = [];
  page.on("console", (message) => refused.push(message.text()));
  await page.goto(host.put("en", `<iframe src="${site.url}/en" title="x"></iframe>`));
  await expect.poll(() => refused.join("\n")).toMatch(/frame-ancestors/);
  expect(await page.frameLocator("iframe").locator("form").count()).toBe(0);
  await page.close();
});

test("the last number stays when the service is stopped, and the page is quiet about it", async ({ browser }) => {
  test.setTimeout(120_000);
  const { url, child } = await start();
  const site = new Site(url);
  const host = await openHost(strict(url));
  const page = await browser.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  try {
    await site.signer();
    await site.signer();
    await counted(site, 2);
    await page.goto(host.put("fr", `<script src="${url}/embed/counter.js"></script>`));
    await expect(number(page)).toHaveText("2");
    const failed = page.waitForEvent("requestfailed", { timeout: 30_000 });
    await stop(child);
    await failed;
    await expect(number(page)).toHaveText("2");
    await expect(page.locator("time-to-lead-counter [part=label]")).toHaveText("personnes ont signé");
    expect(errors).toEqual([]);
  } finally {
    if (child.exitCode === null && child.signalCode === null) await stop(child);
    host.close();
    await page.close();
  }
});
