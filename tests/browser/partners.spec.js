// The partners' page: the copied code is the shown one, and the shown embeds are real.
import { AxeBuilder } from "@axe-core/playwright";
import { DESKTOP, LANGUAGES, PHONE, expect, overflow, showsPictures, test } from "./site.js";

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

for (const language of LANGUAGES) {
  test(`${language}/partners is accessible, fits, and shows the real counter`, async ({ page, site }) => {
    for (const [size, viewport] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        await page.setViewportSize(viewport);
        await page.goto(`${site.url}/${language}/partners?partner=ccr&riding=35079`);
        expect(await overflow(page), `${size}: only code scrolls sideways, in its own frame`).toBeLessThanOrEqual(0);
        await expect(page.locator("time-to-lead-counter .label")).toContainText(/Ottawa.Centre/);
        const { violations } = await new AxeBuilder({ page }).withTags(WCAG).analyze();
        const found = violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((node) => node.target).join(", ")}`);
        expect(found, `${size}, ${colorScheme}`).toEqual([]);
      }
    }
    const small = await page.locator("button:visible, .button:visible").evaluateAll((buttons) => buttons.filter((b) => Math.min(b.offsetHeight, b.offsetWidth) < 44).length);
    expect(small, "buttons of at least 44 px").toBe(0);
  });

  test(`${language}/partners: a snippet is copied as it is shown, and the copy is said`, async ({ page, site, context }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.goto(`${site.url}/${language}/partners?partner=ccr`);
    const shown = await page.locator("code#frame").textContent();
    expect(shown).toContain("partner=ccr");
    await page.locator("details:has(code#frame) > summary").click();
    await page.locator("button[data-copies=frame]").click();
    await expect(page.locator("#copied")).toHaveText({ en: "Copied", fr: "C’est copié" }[language]);
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(shown);
  });
}

for (const language of LANGUAGES) {
  test(`the partners' guide in ${language} is found, read by anybody, accessible and fits`, async ({ page, site }) => {
    await page.goto(`${site.url}/${language}/partners`);
    await page.locator(`main a[href="/partner/${language}/guide"]`).click();
    await showsPictures(page, 4);
    for (const viewport of [PHONE, { width: 390, height: 844 }, DESKTOP]) {
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        await page.setViewportSize(viewport);
        expect(await overflow(page), `${viewport.width} px wide`).toBeLessThanOrEqual(0);
        const { violations } = await new AxeBuilder({ page }).withTags(WCAG).analyze();
        expect(violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.target).join(", ")}`), `${viewport.width} px, ${colorScheme}`).toEqual([]);
      }
    }
    // The form to ask is one step away, and so is the same guide in the other language.
    await page.locator("a.language").click();
    await expect(page.locator("html")).toHaveAttribute("lang", { en: "fr-CA", fr: "en-CA" }[language]);
    await page.locator("main a[href$='/ask']").click();
    await expect(page.locator("#field-email")).toBeVisible();
  });
}

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("what is chosen stands in every snippet", async ({ page, site }) => {
    await page.goto(`${site.url}/en/partners`);
    await page.getByLabel("Credit signatures to").selectOption("ccr");
    await page.getByLabel("Riding code").fill("35079");
    await page.getByRole("button", { name: "Update the code" }).click();
    await expect(page.locator("code#script")).toContainText('data-riding="35079" data-partner="ccr"');
    await expect(page.locator("code#link")).toHaveText(`${site.url}/en?partner=ccr`);
    await expect(page.locator(".copy:visible")).toHaveCount(0);
  });
});
