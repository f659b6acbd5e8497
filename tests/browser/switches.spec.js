// The public's view while an organizer has a switch for a rush on. The switches are a whole site's, so this is one of its own.
import { AxeBuilder } from "@axe-core/playwright";
import { signIn } from "./office.js";
import { DESKTOP, LANGUAGES, PHONE, Site, expect, overflow, start, stop, test as base } from "./site.js";

const test = base.extend({
  site: [
    async ({}, use) => {
      const { url, child } = await start();
      await use(new Site(url));
      await stop(child);
    },
    { scope: "worker", timeout: 600_000 },
  ],
});

/** Opens the office in a browser window of its own; what is returned puts a switch on or off. */
async function office(browser, site) {
  const page = await (await browser.newContext()).newPage();
  await signIn(page, site);
  return async (button, now) => {
    await page.goto(`${site.url}/organizer/en/switches`);
    const form = page.locator("form[action$='/switches']", { has: page.getByRole("button", { name: button }) });
    await form.getByLabel("Reason").fill("A march on the hill");
    await form.getByRole("button").click();
    await expect(page.getByText(now, { exact: true })).toBeVisible();
  };
}

/** The page is accessible, and nothing sticks out, on a phone and a desktop, by day and by night. */
async function looksRight(page) {
  for (const viewport of [PHONE, DESKTOP]) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.target).join(", ")}`)).toEqual([]);
      expect(await overflow(page), "nothing sticks out sideways").toBeLessThanOrEqual(0);
    }
  }
}

test("the holding page shows the count large, and no way to a page that is not there", async ({ page, browser, site }) => {
  test.slow();
  await site.signer();
  const turn = await office(browser, site);
  await turn("Show the holding page", "The holding page is up.");
  for (const language of LANGUAGES) {
    await expect(async () => {
      await page.goto(`${site.url}/${language}/ridings`);
      await expect(page.locator("main.column > article > .count > .count-number")).toHaveText("1", { timeout: 100 });
    }).toPass();
    const size = (selector) => page.locator(selector).evaluate((found) => Number.parseFloat(getComputedStyle(found).fontSize));
    expect(await size(".count-number"), "the count is the largest on the page").toBeGreaterThan(await size("h1"));
    const ways = await page.locator("footer a").evaluateAll((links) => links.map((link) => new URL(link.href).protocol));
    expect(ways, "only a mail leads on").toEqual(["mailto:"]);
    await looksRight(page);
  }
  await turn("Take the holding page down", "The public pages are shown as usual.");
  await turn("Close the form", "The form is closed.");
  for (const language of LANGUAGES) {
    await expect(async () => {
      await page.goto(`${site.url}/${language}`);
      await expect(page.locator("main .message")).toBeVisible({ timeout: 100 });
    }).toPass();
    await expect(page.locator("main form")).toHaveCount(0);
    await looksRight(page);
  }
});
