// Every page in both languages, on a phone and a desktop: accessible, readable, nothing cut off.
import { AxeBuilder } from "@axe-core/playwright";
import { DESKTOP, LANGUAGES, PHONE, expect, submitButton, test } from "./site.js";

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** How to come to each page; every page of the product is here. */
const PAGES = {
  campaign: async (page, site, language) => page.goto(`${site.url}/${language}`),
  "campaign with errors": async (page, site, language) => {
    await page.goto(`${site.url}/${language}`);
    await page.locator("#field-email").fill("marie");
    await submitButton(page).click();
    await expect(page.locator(".error-summary")).toBeVisible();
  },
  "campaign with ridings to choose": async (page, site, language) => {
    await page.goto(`${site.url}/${language}`);
    await page.locator("#field-postal_code").fill("A0A 0B6");
    await submitButton(page).click();
    await expect(page.locator("input[type=radio][name=riding]").first()).toBeVisible();
  },
  integrity: async (page, site, language) => page.goto(`${site.url}/${language}/integrity`),
  letter: async (page, site, language) => page.goto(`${site.url}/${language}/letter/35079`),
  privacy: async (page, site, language) => page.goto(`${site.url}/${language}/privacy`),
  "check your mail": async (page, site, language) => page.goto(`${site.url}/${language}/check-your-mail`),
  confirm: async (page, site, language) => {
    const person = site.person({ locale: language });
    const body = { first_name: person.firstName, last_name: person.lastName, email: person.email, postal_code: person.postalCode, locale: language };
    await fetch(`${site.url}/v1/pledges`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
    const mail = await site.mail(person.email, "confirm");
    await page.goto(mail.links.find((link) => link.includes("/confirm?")));
  },
  "thank you": async (page, site, language) => {
    const signer = await site.signer({ locale: language });
    await page.goto(signer.confirmLink);
    await expect(page).toHaveURL(/thank-you/);
  },
  "my pledge": async (page, site, language) => {
    const signer = await site.signer({ locale: language });
    await page.goto(signer.manageUrl);
  },
  withdrawn: async (page, site, language) => page.goto(`${site.url}/${language}/withdrawn`),
  "a link that is not valid": async (page, site, language) => page.goto(`${site.url}/${language}/confirm?token=x`),
  "not found": async (page, site, language) => page.goto(`${site.url}/${language}/nothing-here`),
};

for (const language of LANGUAGES) {
  for (const [name, open] of Object.entries(PAGES)) {
    test(`${name} in ${language} is accessible and fits`, async ({ page, site }) => {
      for (const [size, viewport] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
        for (const colorScheme of ["light", "dark"]) {
          await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
          await page.setViewportSize(viewport);
          await open(page, site, language);
          const { violations } = await new AxeBuilder({ page }).withTags(WCAG).analyze();
          const found = violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.target).join(", ")}`);
          expect(found, `${size}, ${colorScheme}`).toEqual([]);
          const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          expect(overflow, `${size}: nothing sticks out sideways`).toBeLessThanOrEqual(0);
        }
      }
      await expect(page.locator("html")).toHaveAttribute("lang", new RegExp(`^${language}`));
      await expect(page.locator("h1")).toHaveCount(1);
      const other = language === "en" ? "fr" : "en";
      const change = page.locator(`header a[hreflang^=${other}]`);
      await expect(change).toHaveAttribute("lang", new RegExp(`^${other}`));
      const small = await page.locator("button:visible, .button:visible").evaluateAll((buttons) => buttons.filter((b) => b.getBoundingClientRect().height < 44).length);
      expect(small, "buttons of at least 44 px").toBe(0);
    });
  }
}

test("the mailbox of the local site shows the mail", async ({ page, site }) => {
  const signer = await site.signer();
  await page.goto(`${site.url}/_local/mailbox`);
  await expect(page.locator("body")).toContainText(signer.email);
});
