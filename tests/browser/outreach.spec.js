// The page for a Member's office, and the room that makes its link: on small phones and desktops, in both languages.
import { AxeBuilder } from "@axe-core/playwright";
import { signIn } from "./office.js";
import { DESKTOP, LANGUAGES, OTTAWA, PHONE, expect, overflow, test as base } from "./site.js";

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const VIEWPORTS = { small: PHONE, phone: { width: 390, height: 844 }, desktop: DESKTOP };

const test = base.extend({
  // One sign-in for each worker, in which the links are made.
  session: [
    async ({ browser, site }, use) => {
      const context = await browser.newContext();
      const page = await context.newPage();
      await signIn(page, site);
      await page.goto(`${site.url}/organizer/en/offices`);
      await page.getByRole("button", { name: "Make the links" }).click();
      await expect(page.getByRole("button", { name: "Make the links" })).toHaveCount(0);
      await page.goto(`${site.url}/organizer/en/offices/${OTTAWA.riding}`);
      const link = await page.locator("a[href*='/en/office/']").getAttribute("href");
      // Public functions look for changes every few seconds.
      await expect.poll(async () => (await fetch(link)).status, { timeout: 20_000 }).toBe(200);
      const state = await context.storageState();
      await context.close();
      await use({ state, link });
    },
    { scope: "worker", timeout: 60_000 },
  ],
});


async function looksRight(page, address) {
  for (const [size, viewport] of Object.entries(VIEWPORTS)) {
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize(viewport);
      await page.goto(address);
      expect(await overflow(page), `${address}, ${size}`).toBeLessThanOrEqual(0);
      const { violations } = await new AxeBuilder({ page }).withTags(WCAG).analyze();
      expect(violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((node) => node.target).join(", ")}`), `${address}, ${size}, ${colorScheme}`).toEqual([]);
    }
  }
}

for (const language of LANGUAGES) {
  test(`${language}: an office's page says the number and its hour, fits and is accessible; a dead link says whom to write to`, async ({ page, site, session }) => {
    const link = session.link.replace("/en/office/", `/${language}/office/`);
    await looksRight(page, link);
    await expect(page.locator("h1")).toHaveText(OTTAWA.name[language]);
    await expect(page.locator("main")).toContainText(language === "en" ? "Ottawa time" : "heure d’Ottawa");
    await looksRight(page, `${site.url}/${language}/office/00000-00000-00000-00000`);
    await expect(page.locator("main")).toContainText("info@ccrweb.ca");
  });

  test(`${language}: the rooms of offices and press notes fit and are accessible`, async ({ page, context, site, session }) => {
    // Five rooms, each in six sizes and colours.
    test.setTimeout(180_000);
    await context.addCookies(session.state.cookies);
    for (const room of ["offices", "offices/print", `offices/${OTTAWA.riding}`, "press", "press?of="]) {
      await looksRight(page, `${site.url}/organizer/${language}/${room}`);
    }
    await context.clearCookies();
  });
}
