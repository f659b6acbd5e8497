// The letter to one's Member of Parliament: written, read once more, and sent one of three ways.
import { AxeBuilder } from "@axe-core/playwright";
import { DESKTOP, LANGUAGES, OTTAWA, PHONE, expect, test } from "./site.js";

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const SIZES = { narrow: PHONE, phone: { width: 390, height: 844 }, desktop: DESKTOP };
const WORDS = {
  en: { see: "See my letter", send: "Send it for me", way: "on its way", copied: "Copied", address: "Your letter has a web address in it" },
  fr: { see: "Voir ma lettre", send: "Envoyez-la pour moi", way: "en route", copied: "C’est copié", address: "adresse Web" },
};

async function isGood(page, what) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const { violations } = await new AxeBuilder({ page }).withTags(WCAG).analyze();
      const found = violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((node) => node.target).join(", ")}`);
      expect(found, `${what}, ${size}, ${colorScheme}`).toEqual([]);
    }
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, `${what}, ${size}: nothing sticks out sideways`).toBeLessThanOrEqual(0);
  }
  const small = await page.locator("button:visible, .button:visible").evaluateAll((buttons) => buttons.filter((b) => b.offsetHeight < 44).length);
  expect(small, `${what}: buttons of at least 44 px`).toBe(0);
  await expect(page.locator("h1")).toHaveCount(1);
}

const letterOf = (signer, language) => {
  const url = new URL(signer.manageUrl);
  return `${url.origin}/${language}/letter/${OTTAWA.riding}?token=${url.searchParams.get("token")}`;
};

for (const language of LANGUAGES) {
  test(`${language}/letter: every page of it is accessible and fits`, async ({ page, site, context }) => {
    test.slow();
    await page.goto(`${site.url}/${language}/letter`);
    await isGood(page, "finding");
    await page.locator("#field-postal_code").fill(OTTAWA.postalCode);
    await page.locator("main button[type=submit]").click();
    await expect(page).toHaveURL(new RegExp(`/${language}/letter/${OTTAWA.riding}$`));
    await isGood(page, "writing");
    await page.getByRole("button", { name: WORDS[language].see }).click();
    await expect(page.locator(".error-summary")).toBeFocused();
    await isGood(page, "with errors");
    await page.locator("#field-name").fill("Maëlle Tremblay");
    await page.getByRole("button", { name: WORDS[language].see }).click();
    await expect(page.locator("main a[href^='mailto:']")).toHaveCount(1);
    await isGood(page, "reading");
    const [paper] = await Promise.all([context.waitForEvent("page"), page.locator("form[action$='/print'] button").click()]);
    await paper.waitForLoadState();
    await isGood(paper, "paper");
    await paper.emulateMedia({ media: "print" });
    await expect(paper.locator(".masthead")).toBeHidden();
    await expect(paper.locator(".how-to-print")).toBeHidden();
    await expect(paper.locator("article.sheet").first()).toBeVisible();
  });

  test(`${language}/letter: a signer's letter is sent once, and copied by a button`, async ({ page, site, context }) => {
    test.slow();
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const signer = await site.signer({ locale: language });
    await page.goto(letterOf(signer, language));
    await expect(page.locator("#signed-as"), "the counted name is the signature").toHaveText(`${signer.firstName} ${signer.lastName}`);
    await expect(page.locator("input[name=name]:visible")).toHaveCount(0);
    await isGood(page, "writing as a signer");
    await page.locator("#field-own_words").fill("See www.example.com/pay");
    await page.getByRole("button", { name: WORDS[language].see }).click();
    await expect(page.getByRole("button", { name: WORDS[language].send }), "we send no web address").toHaveCount(0);
    await expect(page.locator("main")).toContainText(WORDS[language].address);
    await isGood(page, "a web address in the letter");
    await page.locator("button[name=change]").click();
    await page.locator("#field-own_words").fill("Ils sont nos voisins.");
    await page.getByRole("button", { name: WORDS[language].see }).click();
    // A letter that is too long for a link stands open already.
    const text = page.locator("details").first();
    if (!(await text.evaluate((details) => details.open))) await text.locator("summary").click();
    await page.locator("button.copy").first().click();
    await expect(page.locator("#copied")).toHaveText(WORDS[language].copied);
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain("Ils sont nos voisins.");
    await page.getByRole("button", { name: WORDS[language].send }).click();
    await expect(page.locator("[role=status].message")).toContainText(WORDS[language].way);
    await expect(page.getByRole("button", { name: WORDS[language].send })).toHaveCount(0);
  });
}

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a letter is changed once more, and sent", async ({ page, site }) => {
    const signer = await site.signer();
    await page.goto(letterOf(signer, "en"));
    await page.locator("#field-opening").fill("My own opening.");
    await page.getByRole("button", { name: WORDS.en.see }).click();
    await expect(page.locator("button.copy:visible")).toHaveCount(0);
    await page.getByRole("button", { name: "Change the letter" }).click();
    await expect(page.locator("#field-opening")).toHaveValue("My own opening.");
    await page.getByRole("button", { name: WORDS.en.see }).click();
    await page.getByRole("button", { name: WORDS.en.send }).click();
    await expect(page.locator("[role=status].message")).toContainText(WORDS.en.way);
  });
});
