// The letter to one's Member of Parliament: written, read once more, and sent one of three ways.
import { AxeBuilder } from "@axe-core/playwright";
import { DESKTOP, LANGUAGES, OTTAWA, PHONE, expect, overflow, test } from "./site.js";

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const SIZES = { narrow: PHONE, phone: { width: 390, height: 844 }, desktop: DESKTOP };
const WORDS = {
  en: { see: "See my letter", send: "Send it for me", way: "on its way", copied: "Copied", address: "Your letter has a web address in it", turn: "Write it in French", open: "Copy the letter and open my email program" },
  fr: { see: "Voir ma lettre", send: "L’envoyer pour moi", way: "en route", copied: "C’est copié", address: "adresse Web", turn: "L’écrire en anglais", open: "Copier la lettre et ouvrir mon logiciel de courriel" },
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
    expect(await overflow(page), `${what}, ${size}: nothing sticks out sideways`).toBeLessThanOrEqual(0);
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
    await page.locator("#field-text").fill("See www.example.com/pay");
    await page.getByRole("button", { name: WORDS[language].see }).click();
    await expect(page.getByRole("button", { name: WORDS[language].send }), "we send no web address").toHaveCount(0);
    await expect(page.locator("main")).toContainText(WORDS[language].address);
    await isGood(page, "a web address in the letter");
    await page.locator("button[name=change]").click();
    await page.locator("#field-text").fill("Ils sont nos voisins.");
    await page.getByRole("button", { name: WORDS[language].see }).click();
    await page.locator("details summary").first().click();
    await page.locator("details details summary").first().click();
    await page.locator("button.copy").first().click();
    await expect(page.locator("#copied")).toHaveText(WORDS[language].copied);
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain("Ils sont nos voisins.");
    await page.getByRole("button", { name: WORDS[language].send }).click();
    await expect(page.locator("[role=status].message")).toContainText(WORDS[language].way);
    await expect(page.getByRole("button", { name: WORDS[language].send })).toHaveCount(0);
    await expect(page.locator("#sent-member"), "exactly what goes out").toContainText("Ils sont nos voisins.");
    await expect(page.locator("dl.facts")).toContainText("@parl.gc.ca");
    await page.locator("button.copy:visible").click();
    expect(await page.evaluate(() => navigator.clipboard.readText()), "to keep").toContain("Ils sont nos voisins.");
    await isGood(page, "after sending");
    expect(await page.evaluate(() => Object.keys(sessionStorage)), "the tab forgets it").toEqual([]);
  });

  test(`${language}/letter: nothing typed is lost on the way back, or in the other language`, async ({ page, site }) => {
    const signer = await site.signer({ locale: language });
    for (const address of [`${site.url}/${language}/letter/${OTTAWA.riding}`, letterOf(signer, language)]) {
      await page.goto(address);
      await page.locator("#field-text").fill("Mes propres mots.");
      await page.goto(`${site.url}/${language}/privacy`);
      await page.goBack();
      await expect(page.locator("#field-text"), "after Back").toHaveValue("Mes propres mots.");
      await page.getByRole("button", { name: WORDS[language].turn }).click();
      await expect(page.locator("#field-text"), "the other language").not.toHaveValue("Mes propres mots.");
      await page.locator("button[name=write]").click();
      await expect(page.locator("#field-text"), "and this one again").toHaveValue("Mes propres mots.");
      await page.goto(address);
      await expect(page.locator("#field-text"), "on a new visit of the same tab").toHaveValue("Mes propres mots.");
      await page.evaluate(() => sessionStorage.clear());
    }
  });

  test(`${language}/letter: a letter that no link can carry is copied as the mail program opens`, async ({ page, site, context }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.goto(`${site.url}/${language}/letter/${OTTAWA.riding}`);
    const words = "Ils sont déjà nos voisins. ".repeat(80).trim();
    await page.locator("#field-text").fill(words);
    await page.locator("#field-name").fill("Maëlle Tremblay");
    await page.getByRole("button", { name: WORDS[language].see }).click();
    const opener = page.getByRole("link", { name: WORDS[language].open });
    await expect(opener).toHaveClass("button");
    await opener.evaluate((link) => (link.href = "#opened"));
    await opener.click();
    await expect(page.locator("#copied")).toHaveText(WORDS[language].copied);
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(words);
    await isGood(page, "a long letter");
  });
}

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a letter is changed once more, and sent", async ({ page, site }) => {
    const signer = await site.signer();
    await page.goto(letterOf(signer, "en"));
    await page.locator("#field-text").fill("My own letter.");
    await page.getByRole("button", { name: WORDS.en.see }).click();
    await expect(page.locator("button.copy:visible")).toHaveCount(0);
    await page.getByRole("button", { name: "Change the letter" }).click();
    await expect(page.locator("#field-text")).toHaveValue("My own letter.");
    await page.getByRole("button", { name: WORDS.en.see }).click();
    await page.getByRole("button", { name: WORDS.en.send }).click();
    await expect(page.locator("[role=status].message")).toContainText(WORDS.en.way);
  });
});
