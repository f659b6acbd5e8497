// Our embeds where they are put: in WordPress's sandbox, on pages that Turbo keeps, beside each other and twice.
import { readFile } from "node:fs/promises";
import { AxeBuilder } from "@axe-core/playwright";
import { LANGUAGES, expect, fillIn, submitButton, test as base } from "./site.js";
import { WORDPRESS_SCRIPT, asWordPress, openHost, strict } from "./host.js";

const TURBO = await readFile(new URL("node_modules/@hotwired/turbo/dist/turbo.es2017-umd.js", import.meta.url));
const SECRET = "aB3dE6gH9k";
/** A policy as WordPress sites have it: their own scripts, styles and pictures, and frames from anywhere. */
const WORDPRESS_POLICY = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src * data:; frame-src *; object-src 'none'";

/** The policy of a site with Turbo, which fetches the site's own pages and has a style for its progress bar. */
const turbo = (site) => `default-src 'none'; script-src ${site} 'self'; connect-src ${site} 'self'; frame-src ${site}; style-src 'unsafe-inline'`;

const test = base.extend({
  /** Opens another site with a policy, for one test. */
  open: async ({ origins }, use) => {
    const hosts = [];
    await use(async (policy) => {
      const host = await openHost(policy);
      hosts.push(host);
      origins.push(host.url);
      return host;
    });
    for (const host of hosts) host.close();
  },
});

const written = (language, count) => new Intl.NumberFormat(`${language}-CA`).format(count).replace(/\s/g, "\u202f");
const digits = async (locator) => Number((await locator.textContent()).replace(/\D/g, ""));
const counters = (page) => page.locator("time-to-lead-counter");
const frames = (page) => page.locator("iframe");
const script = (site, attributes = "") => `<script src="${site.url}/embed/counter.js"${attributes} async></script>`;

/** Waits until somebody has signed, and the number is public. */
async function someone(site) {
  await site.signer();
  await expect.poll(() => site.total()).toBeGreaterThan(0);
}

/** Waits until the number is larger than it was, once one more has signed. */
async function moves(site, locator) {
  const before = await digits(locator);
  await site.signer();
  await expect.poll(() => digits(locator), { message: "the number follows the count", timeout: 25_000 }).toBeGreaterThan(before);
}

async function oembed(site, path) {
  return (await fetch(`${site.url}/oembed?url=${encodeURIComponent(site.url + path)}`)).json();
}

test("a counter in a sandbox without an origin of its own follows the count", async ({ page, site, open }) => {
  await someone(site);
  const host = await open(strict(site.url));
  await page.goto(host.put("en", `<iframe sandbox="allow-scripts" src="${site.url}/embed/counter" title="The counter" width="480" height="280"></iframe>`));
  const number = page.frameLocator("iframe").locator(".count-number");
  await expect(number).toBeVisible();
  expect(await page.frames()[1].evaluate(() => self.origin)).toBe("null");
  await moves(site, number);
});

test("someone signs in a sandbox that lets forms through", async ({ page, site, open }) => {
  const host = await open(strict(site.url));
  await page.goto(host.put("en", `<iframe sandbox="allow-scripts allow-forms" src="${site.url}/embed/form" title="The form" width="480" height="1500"></iframe>`));
  const frame = page.frameLocator("iframe");
  const person = site.person();
  await fillIn(frame, person);
  await expect(frame.locator("#riding-hint"), "the riding is found while one types").toContainText("Ottawa Centre");
  await submitButton(frame).click();
  await expect(frame.locator(".letter h1")).toBeVisible();
  await site.mail(person.email, "confirm");
});

for (const language of LANGUAGES) {
  for (const late of [false, true]) {
    test(`WordPress shows the counter in ${language}, ${late ? "its script after" : "its script before"} the frame, and follows its link`, async ({ page, site, open }) => {
      await someone(site);
      const host = await open(WORDPRESS_POLICY);
      host.file("/wp-embed.js", "text/javascript", WORDPRESS_SCRIPT);
      const embed = asWordPress((await oembed(site, `/${language}?partner=ccr`)).html, SECRET);
      expect(embed, "a link, and a frame that is hidden").toMatch(/^<blockquote class="wp-embedded-content" data-secret=".*"><a href="http.*<iframe class="wp-embedded-content" sandbox="allow-scripts".*visibility: hidden/);
      const [head, body] = late ? ["", `${embed}<script src="/wp-embed.js" defer></script>`] : [`<script src="/wp-embed.js"></script>`, embed];
      await page.goto(host.put(language, body, { head }));
      await expect(page.locator("blockquote")).toBeHidden();
      await expect(frames(page)).toBeVisible();
      const frame = page.frameLocator("iframe");
      const inner = () => frame.locator("html").evaluate((html) => Math.ceil(html.getBoundingClientRect().height));
      await expect.poll(async () => Number(await frames(page).getAttribute("height")), { message: "as high as its page" }).toBe(Math.max(await inner(), 200));
      const number = frame.locator(".count-number");
      await expect(number).toHaveText(written(language, await digits(number)));
      if (!late) await moves(site, number);
      // Axe would bring the stylesheet of a frame without an origin into it, against the frame's own policy.
      const { violations } = await new AxeBuilder({ page }).options({ preload: false }).analyze();
      expect(violations.map((violation) => violation.id)).toEqual([]);
      await frame.locator(".call a").click();
      await expect(page).toHaveURL(`${site.url}/${language}?partner=ccr`);
    });
  }

  test(`where WordPress's script is missing, its readers find the link in ${language}`, async ({ page, site, open }) => {
    const host = await open(WORDPRESS_POLICY);
    const { html, title } = await oembed(site, `/${language}/ridings/35079`);
    await page.goto(host.put(language, asWordPress(html, SECRET)));
    await expect(frames(page)).toBeHidden();
    await page.getByRole("link", { name: title }).click();
    await expect(page).toHaveURL(`${site.url}/${language}/ridings/35079`);
  });

  test(`WordPress's sandbox sends no form, so the form's button leads to the site in ${language}`, async ({ page, site, open }) => {
    const host = await open(WORDPRESS_POLICY);
    host.file("/wp-embed.js", "text/javascript", WORDPRESS_SCRIPT);
    const embed = asWordPress((await oembed(site, `/embed/form?lang=${language}&partner=ccr`)).html, SECRET);
    await page.goto(host.put(language, embed, { head: `<script src="/wp-embed.js"></script>` }));
    const frame = page.frameLocator("iframe");
    await expect(frame.locator("h1")).toBeVisible();
    await expect(frame.locator("input")).toHaveCount(0);
    await frame.locator("#sign a.button").click();
    await expect(page).toHaveURL(`${site.url}/${language}?partner=ccr`);
  });
}

test("on pages that Turbo keeps, Back brings one counter and one form that work", async ({ page, site, open }) => {
  await someone(site);
  const host = await open(turbo(site.url));
  host.file("/turbo.js", "text/javascript", TURBO);
  const head = `<script src="/turbo.js"></script>`;
  const form = `<script src="${site.url}/embed/form.js" data-partner="ccr" async></script>`;
  // The link stands first, where a frame that grows does not move it.
  host.put("en", `<a id="on" href="/second">On</a>${script(site, ' data-partner="ccr"')}${form}`, { path: "/first", head });
  host.put("en", `<p id="second">Another page.</p><a id="home" href="/first">Back by a link</a>`, { path: "/second", head });
  await page.goto(`${host.url}/first`);
  const kept = await page.evaluateHandle(() => window);
  const look = async (when) => {
    await expect(page.locator("#on")).toBeVisible();
    await expect(counters(page), when).toHaveCount(1);
    await expect(frames(page), when).toHaveCount(1);
    await expect(counters(page).locator("[part=number]"), when).toHaveText(/^[\d,]+$/);
    await expect.poll(async () => {
      const inner = await page.frameLocator("iframe").locator("html").evaluate((html) => Math.ceil(html.getBoundingClientRect().height));
      return (await frames(page).evaluate((frame) => frame.getBoundingClientRect().height)) - inner;
    }, { message: `${when}: the frame fits` }).toBe(0);
  };
  await look("at first");
  for (let time = 1; time <= 3; time += 1) {
    await page.locator("#on").click();
    await expect(page.locator("#second")).toBeVisible();
    await expect(counters(page)).toHaveCount(0);
    await page.goBack();
    await look(`after Back ${time}`);
  }
  await page.locator("#on").click();
  await page.locator("#home").click();
  await look("by a link, over a preview");
  expect(await kept.evaluate((was) => was === window), "Turbo kept the window").toBe(true);
  await moves(site, counters(page).locator("[part=number]"));
});

test("a script in the head serves every page that Turbo shows", async ({ page, site, open }) => {
  const host = await open(turbo(site.url));
  host.file("/turbo.js", "text/javascript", TURBO);
  const head = `<script src="/turbo.js"></script><script src="${site.url}/embed/counter.js" defer></script><script src="${site.url}/embed/form.js" defer></script>`;
  host.put("en", `<a id="on" href="/second">On</a>`, { path: "/first", head });
  host.put("en", `<time-to-lead-counter></time-to-lead-counter><div data-time-to-lead-form></div>`, { path: "/second", head });
  await page.goto(`${host.url}/first`);
  await expect(counters(page)).toHaveCount(0);
  for (let time = 1; time <= 2; time += 1) {
    await page.locator("#on").click();
    await expect(counters(page)).toHaveCount(1);
    await expect(frames(page)).toHaveCount(1);
    await page.goBack();
    await expect(frames(page)).toHaveCount(0);
  }
  await page.goForward();
  await expect(frames(page)).toHaveCount(1);
  await expect(page.frameLocator("iframe").locator("form")).toBeVisible();
});

test("counters by script and by element stand side by side, and none comes unasked", async ({ page, site, open }) => {
  const host = await open(strict(site.url));
  const element = (attributes = "") => `<time-to-lead-counter${attributes}></time-to-lead-counter>`;
  for (const [what, html, expected] of [
    ["a script alone", script(site), 1],
    ["an element with its script", element() + script(site), 1],
    ["an element in a paragraph with its script, as editors write it", `<p>${element()}<br>${script(site)}</p>`, 1],
    ["elements, and one script at the end of the page", `${element()}<p>Words.</p>${element(" compact")}<p>Words.</p>${script(site)}`, 2],
    ["an element with its script, then a script alone", `${element()}${script(site)}<h2>More</h2>${script(site)}`, 2],
    ["a script alone, then an element with its script", `${script(site)}<noscript>A link</noscript><h2>More</h2>${element()}${script(site)}`, 2],
    ["a script alone, then an element that relies on it", `${script(site)}<h2>More</h2>${element(" compact")}`, 2],
    ["a script alone, then elements of which one has a script", `${script(site)}<h2>More</h2>${element(" compact")}<h2>More</h2>${element()}${script(site)}`, 3],
    ["a script with choices beside an element", `${script(site, ' data-riding="35079"')}<h2>More</h2>${element()}`, 2],
    ["two scripts alone", `${script(site)}<h2>More</h2>${script(site)}`, 2],
    ["two elements, each with its script", `${element()}${script(site)}<h2>More</h2>${element()}${script(site)}`, 2],
  ]) {
    await page.goto(host.put("en", `${html}<p id="end"></p>`));
    await page.waitForLoadState("load");
    await expect(counters(page), what).toHaveCount(expected);
    await expect(page.locator("time-to-lead-counter [part=card]"), `${what}: each of them works`).toHaveCount(expected);
  }
});

test("the form's script may stand on a page twice", async ({ page, site, open }) => {
  const host = await open(strict(site.url));
  const form = `<script src="${site.url}/embed/form.js" async></script>`;
  await page.goto(host.put("en", `<div data-time-to-lead-form></div>${form}<p>Words.</p>${form}`));
  await page.waitForLoadState("load");
  await expect(frames(page)).toHaveCount(1);
  await page.frameLocator("iframe").locator("#field-first_name").fill("Marie");
  await page.evaluate((src) => new Promise((resolve) => {
    const again = Object.assign(document.createElement("script"), { src, onload: resolve });
    document.querySelector("main").append(again);
  }), `${site.url}/embed/form.js`);
  await expect(frames(page)).toHaveCount(1);
  await expect(page.frameLocator("iframe").locator("#field-first_name"), "what was typed stays").toHaveValue("Marie");
});

/** The controls that our pages' own scripts make, and the pages that have them. */
const OWN = {
  "the map": ["/en/ridings", ".tools .tool, .pointed, [role=group] > svg.map"],
  "the search": ["/en/ridings", ".hits"],
  "one's own link": [null, ".share-tools button"],
};

for (const [what, [path, controls]] of Object.entries(OWN)) {
  test(`${what}: a page that a cache brought back has its controls once`, async ({ page, site, context }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    if (path) {
      await page.goto(site.url + path);
    } else {
      const { confirmLink } = await site.signer();
      await page.goto(confirmLink);
      await expect(page).toHaveURL(/thank-you/);
    }
    await expect(page.locator(controls).first()).toBeAttached();
    const before = await page.locator(controls).count();
    // A copy of the page's elements, as a cache keeps them, and the page's scripts run again.
    await page.evaluate(async () => {
      document.body.replaceWith(document.body.cloneNode(true));
      const scripts = [...document.querySelectorAll("script[type=module]")].map(({ src }) => src);
      for (const src of scripts) await import(`${src}?again`);
    });
    expect(await page.locator(controls).count()).toBe(before);
    // The very scripts once more, on the living page.
    await page.evaluate(async () => {
      const scripts = [...document.querySelectorAll("script[type=module]")].map(({ src }) => src);
      for (const src of scripts) await import(`${src}?twice`);
    });
    expect(await page.locator(controls).count()).toBe(before);
  });
}

for (const [language, sentence] of [["en", "1,000 reached. Our next goal: 2,500"], ["fr", "Objectif atteint\u202f: 1\u202f000. Prochain objectif\u202f: 2\u202f500"]]) {
  test(`the script says in ${language} which goal is reached, as the pages do`, async ({ page, site, open }) => {
    const host = await open(strict(site.url));
    await page.addInitScript(() => (window.fetch = async () => new Response(JSON.stringify({ total: 1200, goal: 2500, goal_reached: 1000 }))));
    await page.goto(host.put(language, script(site)));
    await expect(counters(page).locator("[part=goal]")).toHaveText(sentence);
  });
}

/** Returns the ink in the middle of an element's picture, from 0 to 1: a slash would cross it. */
async function inkInTheMiddle(page, locator) {
  const picture = (await locator.screenshot()).toString("base64");
  return page.evaluate(async (data) => {
    const image = Object.assign(new Image(), { src: `data:image/png;base64,${data}` });
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const { data: pixels } = context.getImageData(0, 0, image.width, image.height);
    const dark = (x, y) => pixels[(y * image.width + x) * 4] < 128;
    // The letter's own box, and the middle third of it.
    const inked = [...Array(image.width * image.height).keys()].map((n) => [n % image.width, Math.floor(n / image.width)]).filter(([x, y]) => dark(x, y));
    const [left, right] = [Math.min(...inked.map(([x]) => x)), Math.max(...inked.map(([x]) => x))];
    const [top, bottom] = [Math.min(...inked.map(([, y]) => y)), Math.max(...inked.map(([, y]) => y))];
    const within = (part, first, last) => part > first + (last - first) / 3 && part < last - (last - first) / 3;
    const middle = inked.filter(([x, y]) => within(x, left, right) && within(y, top, bottom));
    return middle.length / (((right - left) / 3) * ((bottom - top) / 3));
  }, picture);
}

test("a zero has no slash, in any weight, as a figure of equal width or not, on pages and in embeds", async ({ page, site }) => {
  for (const path of ["/en", "/embed/counter"]) {
    await page.goto(site.url + path);
    for (const weight of [400, 550, 700]) {
      for (const figures of ["tabular-nums", "proportional-nums"]) {
        await page.evaluate(([weight, figures]) => {
          document.getElementById("zero")?.remove();
          const zero = Object.assign(document.createElement("div"), { id: "zero", textContent: "0" });
          Object.assign(zero.style, { position: "fixed", inset: "0 auto auto 0", zIndex: 9, width: "200px", font: "inherit", fontSize: "200px", lineHeight: "1.2", color: "#000", background: "#fff", textAlign: "center" });
          Object.assign(zero.style, { fontWeight: weight, fontVariantNumeric: figures });
          document.body.append(zero);
        }, [weight, figures]);
        await page.evaluate(() => document.fonts.ready);
        expect(await inkInTheMiddle(page, page.locator("#zero")), `${path}, ${weight}, ${figures}`).toBe(0);
      }
    }
  }
});

test("script, frame and image of the counter are set in one typeface", async ({ page, site, open }) => {
  const host = await open(strict(site.url));
  await page.goto(host.put("en", script(site)));
  const byScript = await page.locator("time-to-lead-counter [part=card]").evaluate((card) => getComputedStyle(card).fontFamily);
  const image = (await (await fetch(`${site.url}/embed/counter.svg`)).text()).match(/ font-family="(.*?)"/)[1];
  for (const path of ["/embed/counter", "/embed/form", "/fr/check-your-mail?embed=1"]) {
    await page.goto(site.url + path);
    const inFrame = await page.locator("main").evaluate((main) => getComputedStyle(main).fontFamily);
    expect([byScript, image].map((family) => family.replace(/["']/g, "")), path).toEqual([inFrame, inFrame].map((family) => family.replace(/["']/g, "")));
    expect(await page.evaluate(() => performance.getEntriesByType("resource").filter(({ name }) => name.endsWith(".woff2")).length), `${path} loads no typeface`).toBe(0);
  }
});
