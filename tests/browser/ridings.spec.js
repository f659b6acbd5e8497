// The counts per riding: found in seconds, by eye, by finger, by key, and without JavaScript.
import { AxeBuilder } from "@axe-core/playwright";
import { DESKTOP, LANGUAGES, OTTAWA, PHONE, expect, test } from "./site.js";

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const PATHS = ["/ridings", "/ridings?map=hexagons&colour=rank", "/ridings?province=ON&sort=name", "/ridings?q=zzz", "/ridings/35079", "/ridings/62001"];
const viewBox = (page) => page.locator("#stage svg").getAttribute("viewBox");
const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

/** Returns a riding's place on the screen: a point within its shape. */
async function pointOf(page, code) {
  return page.locator(`#stage a[href$='/${code}']`).evaluate((link) => {
    const { left, top, width, height } = link.getBoundingClientRect();
    for (let i = 1; i < 400; i += 1) {
      const [x, y] = [left + width * ((i * 0.618) % 1), top + (height * i) / 400];
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
          await page.evaluate(() => document.querySelectorAll("tr[data-search]:nth-child(n + 20), svg a:nth-child(n + 20)").forEach((alike) => alike.remove()));
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
  const shown = page.locator("tr[data-search]:visible");
  await expect(shown).toHaveCount(343);
  await page.locator("#find-text").fill("ottawa cen");
  await expect(shown).toHaveCount(1);
  await expect(page.locator("#found")).toHaveText("1 circonscription");
  await expect(page.locator(".hits a")).toHaveText(/^Ottawa-Centre\d+$/);
  await expect(page.locator(".hits a")).toBeInViewport();
  await page.locator("#find-text").fill("rimouski");
  await expect(shown.first()).toContainText("Rimouski");
  await page.locator("#find-text").fill("zzz");
  await expect(shown).toHaveCount(0);
  await expect(page.locator("#found")).toContainText("Aucune circonscription");
  await page.locator("#find-text").fill("");
  await expect(shown).toHaveCount(343);
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

test.describe("on a phone", () => {
  test.use({ viewport: PHONE, isMobile: true, hasTouch: true });

  test("a tap names the riding and offers its page", async ({ page, site }) => {
    await page.goto(`${site.url}/en/ridings`);
    await page.locator("#stage").scrollIntoViewIfNeeded();
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
    await expect(page.locator("tr[data-search]")).toHaveCount(343);
    await expect(page.locator(".tool")).toHaveCount(0);
    await page.locator("#find-text").fill("Ottawa centre");
    await page.locator("#finder button").click();
    await expect(page.locator("tr[data-search]")).toHaveCount(1);
    await page.locator("tr[data-search] a").click();
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
