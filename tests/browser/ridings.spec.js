// The counts per riding: found in seconds, by eye, by finger, by key, and without JavaScript.
import { AxeBuilder } from "@axe-core/playwright";
import { DESKTOP, LANGUAGES, OTTAWA, PHONE, Site, expect, overflow, start, stop, test } from "./site.js";

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const PATHS = ["/ridings", "/ridings?map=hexagons&colour=rank", "/ridings?province=ON&sort=name", "/ridings?q=zzz", "/ridings/35079", "/ridings/62001"];
const viewBox = (page) => page.locator("#stage svg").getAttribute("viewBox");

/** Returns a riding's place on the screen: a point within its shape. */
async function pointOf(page, code) {
  return page.locator(`#stage a[href$='/${code}']`).evaluate((link) => {
    const { left, top, width, height } = link.getBoundingClientRect();
    for (let i = 1; i < 400; i += 1) {
      // Whole pixels: a click has no others.
      const [x, y] = [left + width * ((i * 0.618) % 1), top + (height * i) / 400].map(Math.round);
      if (document.elementFromPoint(x, y)?.closest("a") === link) return { x, y };
    }
    throw new Error("the riding cannot be seen");
  });
}

for (const language of LANGUAGES) {
  for (const path of PATHS) {
    test(`${language}${path} is accessible and fits`, async ({ page, site }) => {
      for (const [size, viewport] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
        for (const colorScheme of ["light", "dark"]) {
          await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
          await page.setViewportSize(viewport);
          await page.goto(`${site.url}/${language}${path}`);
          expect(await overflow(page), `${size}: nothing sticks out sideways`).toBeLessThanOrEqual(0);
          // Rows and shapes are all alike: axe takes half a minute for 343 of each, and a second for these.
          await page.evaluate(() => document.querySelectorAll(".ridings tbody tr:nth-child(n + 20), svg a:nth-child(n + 20)").forEach((alike) => alike.remove()));
          const { violations } = await new AxeBuilder({ page }).withTags(WCAG).analyze();
          const found = violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((node) => node.target).join(", ")}`);
          expect(found, `${size}, ${colorScheme}`).toEqual([]);
        }
      }
      await expect(page.locator("h1")).toHaveCount(1);
      const small = await page.locator("button:visible, .button:visible").evaluateAll((buttons) => buttons.filter((b) => Math.min(b.offsetHeight, b.offsetWidth) < 44).length);
      expect(small, "buttons of at least 44 px").toBe(0);
    });
  }
}

test("a riding is found by typing a few letters, accents or not", async ({ page, site }) => {
  await page.goto(`${site.url}/fr/ridings`);
  const said = page.locator(".finder + [role=status]");
  const hits = page.locator(".hits a");
  await page.locator("#find-text").fill("ottawa cen");
  await expect(said).toHaveText("1 circonscription");
  await expect(hits).toHaveText(/^Ottawa-Centre\d+$/);
  await expect(hits).toBeInViewport();
  await page.locator("#find-text").fill("rimouski");
  await expect(hits.first()).toContainText("Rimouski");
  await page.locator("#find-text").fill("a");
  await expect(hits).toHaveCount(6);
  await page.locator("#find-text").fill("zzz");
  await expect(hits).toHaveCount(0);
  await expect(said).toContainText("Aucune circonscription");
  await page.locator("#find-text").fill("");
  await expect(said).toBeEmpty();
  await page.locator("#find-text").fill("rimouski");
  await page.locator("#find-text").press("Enter");
  await expect(page.locator(".ridings tbody tr")).toHaveCount(1);
});

test("the map moves and zooms by keys, and names what is in its middle", async ({ page, site }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.goto(`${site.url}/en/ridings`);
  const frame = page.locator("#stage [role=group]");
  await frame.focus();
  const whole = await viewBox(page);
  const width = async () => Number((await viewBox(page)).split(" ")[2]);
  const before = await width();
  await page.keyboard.press("+");
  expect(await width()).toBeLessThan(before);
  const left = async () => Number((await viewBox(page)).split(" ")[0]);
  const stood = await left();
  await page.keyboard.press("ArrowRight");
  expect(await left()).toBeGreaterThan(stood);
  await expect(page.locator(".pointed")).toContainText(":");
  await page.keyboard.press("-");
  await page.keyboard.press("-");
  await page.keyboard.press("0");
  expect(await viewBox(page)).toBe(whole);
});

test("the buttons zoom, and no link of the map is a tab stop", async ({ page, site }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.goto(`${site.url}/en/ridings`);
  const whole = await viewBox(page);
  await page.getByRole("button", { name: "Zoom in" }).click();
  expect(await viewBox(page)).not.toBe(whole);
  await page.getByRole("button", { name: "Show all" }).click();
  expect(await viewBox(page)).toBe(whole);
  expect(await page.locator("#stage svg a:not([tabindex='-1'])").count()).toBe(0);
  await page.locator("#stage [role=group]").focus();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Zoom in" })).toBeFocused();
});

test("the map is dragged when it is zoomed, and the wheel scrolls the page unless the map was taken up", async ({ page, site }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.setViewportSize(DESKTOP);
  await page.goto(`${site.url}/en/ridings`);
  await page.locator("#stage").scrollIntoViewIfNeeded();
  const whole = await viewBox(page);
  const { x, y, width, height } = await page.locator("#stage svg").boundingBox();
  const middle = { x: x + width / 2, y: y + height / 4 };
  await page.mouse.move(middle.x, middle.y);
  await page.mouse.wheel(0, 40);
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(0);
  expect(await viewBox(page)).toBe(whole);
  await page.getByRole("button", { name: "Zoom in" }).click();
  const zoomed = await viewBox(page);
  const stage = await page.locator("#stage svg").boundingBox();
  await page.mouse.move(stage.x + 200, stage.y + 200);
  await page.mouse.down();
  await page.mouse.move(stage.x + 120, stage.y + 160, { steps: 5 });
  await page.mouse.up();
  expect(await viewBox(page)).not.toBe(zoomed);
  expect(page.url()).toBe(`${site.url}/en/ridings`);
});

test("the outlines are drawn, and the mouse names what it points at", async ({ page, site }) => {
  await page.setViewportSize(DESKTOP);
  await page.goto(`${site.url}/fr/ridings?province=QC`);
  await page.locator("#stage").scrollIntoViewIfNeeded();
  // Abitibi—Baie-James—Nunavik—Eeyou: half of the province.
  const { x, y } = await pointOf(page, 24001);
  await page.mouse.move(x, y);
  await expect(page.locator(".pointed")).toContainText(/^Abitibi.+\s:\s\d/);
  await page.mouse.click(x, y);
  await expect(page).toHaveURL(`${site.url}/fr/ridings/24001`);
});

test("the name and the number stand at the pointer, also over the cities, and leave with it", async ({ page, site }) => {
  await page.setViewportSize(DESKTOP);
  await page.goto(`${site.url}/en/ridings`);
  const tip = page.locator(".pointed");
  await expect(tip).toBeHidden();
  await page.locator("#stage").scrollIntoViewIfNeeded();
  const { x, y } = await pointOf(page, 61001);
  await page.mouse.move(x, y);
  await expect(tip).toHaveText(/^Northwest Territories: \d/);
  const box = await tip.boundingBox();
  expect(Math.abs(box.x + box.width / 2 - x), "beside the pointer").toBeLessThan(box.width);
  expect(y - (box.y + box.height), "just above it").toBeLessThan(30);
  expect(await page.locator("svg.map title").count(), "and no second one of the browser's").toBe(0);
  await page.keyboard.press("Escape");
  await expect(tip).toBeHidden();
  const city = page.locator(".insets svg").first();
  await city.scrollIntoViewIfNeeded();
  const inset = await city.boundingBox();
  await page.mouse.move(inset.x + inset.width / 2, inset.y + inset.height / 2);
  await expect(tip).toHaveText(/^Vancouver .+: \d/);
  await page.mouse.move(inset.x + inset.width / 2, inset.y - 60);
  await expect(tip).toBeHidden();
});

test("a tip stays on the page at either edge of the map", async ({ page, site }) => {
  await page.setViewportSize(DESKTOP);
  await page.goto(`${site.url}/en/ridings?map=hexagons`);
  await page.locator("#stage").scrollIntoViewIfNeeded();
  for (const code of [59033, 10001]) {
    const { x, y } = await pointOf(page, code);
    await page.mouse.move(x, y);
    await expect(page.locator(".pointed")).toBeVisible();
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    const { x: left } = await page.locator(".pointed").boundingBox();
    expect(left).toBeGreaterThanOrEqual(0);
  }
});

// The pages that everybody may open; those of mailed links are forms.
const PUBLIC = ["", "/ridings", "/ridings?map=hexagons", "/ridings?province=ON", "/ridings?sort=name&page=3", "/ridings?q=a", "/ridings/35079", "/privacy", "/partners", "/integrity", "/letter", "/poster", "/check-your-mail"];
for (const language of LANGUAGES) {
  test(`no public page in ${language} is longer than a few screens`, async ({ page, site }) => {
    await site.signer();
    await page.setViewportSize(DESKTOP);
    const high = [];
    for (const path of PUBLIC) {
      await page.goto(`${site.url}/${language}${path}`);
      high.push([path, await page.evaluate(() => document.documentElement.scrollHeight)]);
    }
    console.log(`heights in ${language}:`, high.map(([path, pixels]) => `${path || "/"} ${pixels}`).join(", "));
    expect(high.filter(([, pixels]) => pixels >= 6000)).toEqual([]);
  });

  test(`the documents of a riding are there in ${language}, with a sentence to copy`, async ({ page, origins, context }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    // A site of its own, whose first snapshot has somebody in it.
    const { url, child } = await start();
    origins.push(url);
    const site = new Site(url);
    await site.signer();
    await site.works();
    await page.goto(`${site.url}/${language}/ridings/35079`);
    await page.locator("[data-copy]").click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe((await page.locator("#citation").textContent()).replaceAll("\u2060", ""));
    const address = copied.split(" ").pop();
    expect(address).toMatch(new RegExp(`/${language}/ridings/35079/\\d{4}-\\d\\d-\\d\\d$`));
    for (const file of await page.locator(".documents a:is([href$='one-pager.pdf'], [href$='.csv'])").evaluateAll((links) => links.map((link) => link.href))) {
      expect((await fetch(file)).status, file).toBe(200);
    }
    await page.goto(address);
    await expect(page.locator("h1")).toContainText(OTTAWA.name[language]);
    await expect(page.locator(".documents a")).toHaveCount(3);
    await expect(page.locator(`.riding a[href='/${language}/ridings/35079']`)).toBeVisible();
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    const { violations } = await new AxeBuilder({ page }).withTags(WCAG).analyze();
    expect(violations.map((v) => v.id)).toEqual([]);
    await page.goto("about:blank");
    await stop(child);
  });
}

test.describe("on a phone", () => {
  test.use({ viewport: PHONE, isMobile: true, hasTouch: true });

  test("a tap names the riding and offers its page", async ({ page, site }) => {
    await page.goto(`${site.url}/en/ridings`);
    await page.locator("#stage").evaluate((stage) => stage.scrollIntoView({ behavior: "instant", block: "center" }));
    const { x, y } = await pointOf(page, 61001);
    await page.touchscreen.tap(x, y);
    await expect(page.locator(".pointed")).toContainText("Northwest Territories: ");
    expect(page.url()).toBe(`${site.url}/en/ridings`);
    await page.locator(".pointed a").click();
    await expect(page).toHaveURL(`${site.url}/en/ridings/61001`);
  });
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false, viewport: PHONE });

  test("the form finds a riding, its page has its number, and the way back is there", async ({ page, site }) => {
    await site.signer();
    await page.goto(`${site.url}/fr/ridings`);
    await expect(page.locator(".ridings tbody tr")).toHaveCount(40);
    await page.locator(".paging a", { hasText: "9" }).click();
    await expect(page.locator(".ridings tbody tr")).toHaveCount(23);
    await expect(page.locator(".paging [aria-current=page]")).toHaveText("9");
    await expect(page.locator(".tool")).toHaveCount(0);
    await page.locator("#find-text").fill("Ottawa centre");
    await page.locator("#finder button").click();
    await expect(page.locator(".ridings tbody tr")).toHaveCount(1);
    await page.locator(".ridings tbody a").click();
    await expect(page).toHaveURL(`${site.url}/fr/ridings/${OTTAWA.riding}`);
    await expect(page.locator("h1")).toHaveText(OTTAWA.name.fr);
    // The page and the interface may be two seconds apart.
    await expect(async () => {
      await page.reload();
      const count = Number(await page.locator(".count-number").textContent());
      const told = await (await fetch(`${site.url}/v1/tally/${OTTAWA.riding}`)).json();
      expect(count).toBe(told.count);
      expect(count).toBeGreaterThan(0);
    }).toPass();
    await page.locator(".riding a", { hasText: "Signatures par circonscription" }).click();
    await page.locator("thead th.c-name a").click();
    await expect(page.locator("thead th.c-name")).toHaveAttribute("aria-sort", "ascending");
  });
});
