// A supporter's way through the site, with and without JavaScript, in both languages.
import { DESKTOP, LANGUAGES, OTTAWA, PHONE, expect, fillIn, submitButton, test } from "./site.js";

for (const language of LANGUAGES) {
  for (const javaScriptEnabled of [true, false]) {
    test.describe(`${language}, ${javaScriptEnabled ? "with" : "without"} JavaScript`, () => {
      test.use({ javaScriptEnabled, viewport: PHONE, isMobile: true, hasTouch: true });

      test("someone signs, confirms, moves and withdraws", async ({ page, site }) => {
        const person = site.person();
        const before = await site.total();
        await page.goto(`${site.url}/${language}`);
        await expect(page.locator("html")).toHaveAttribute("lang", new RegExp(`^${language}`));
        await fillIn(page, person);
        await submitButton(page).click();
        await expect(page).toHaveURL(`${site.url}/${language}/check-your-mail`);
        expect(await site.total()).toBe(before);

        const mail = await site.mail(person.email, "confirm");
        expect(mail.locale).toBe(language);
        await page.goto(mail.links.find((link) => link.includes("/confirm?")));
        await expect(page.locator("main")).toContainText(OTTAWA.name[language]);
        expect(await site.total()).toBe(before);
        await page.locator("main form button[type=submit]").click();
        await expect(page).toHaveURL(new RegExp(`/${language}/thank-you`));
        await expect(page.locator("main")).toContainText(OTTAWA.name[language]);
        await expect.poll(() => site.total()).toBe(before + 1);

        await page.locator("main a[href*='/my-pledge']").click();
        await expect(page.locator("main")).toContainText(person.email);
        await page.locator("#field-postal_code").fill("V5K 0A1");
        await page.locator("form[action$='/my-pledge/riding'] button[type=submit]").click();
        await expect(page.getByRole("status").first()).toBeVisible();
        await expect(page.locator("main")).toContainText("V5K 0A1");

        await page.locator("form[action$='/my-pledge/withdraw'] button[type=submit]").click();
        await expect(page).toHaveURL(`${site.url}/${language}/withdrawn`);
        await expect.poll(() => site.total()).toBe(before);
        await site.mail(person.email, "withdrawn");
      });

      test("an empty form tells every error at once and loses nothing", async ({ page, site }) => {
        await page.goto(`${site.url}/${language}`);
        await page.locator("#field-last_name").fill("Tremblay");
        await submitButton(page).click();
        const summary = page.locator(".error-summary");
        await expect(summary.locator("a")).toHaveCount(3);
        await expect(page.locator("#field-last_name")).toHaveValue("Tremblay");
        for (const field of ["first_name", "email", "postal_code"]) {
          const input = page.locator(`#field-${field}`);
          await expect(input).toHaveAttribute("aria-invalid", "true");
          const described = await input.getAttribute("aria-describedby");
          expect(described).toContain(`error-${field}`);
          await expect(page.locator(`#error-${field}`)).not.toBeEmpty();
        }
        await summary.locator("a").first().click();
        await expect(page.locator("#field-first_name")).toBeFocused();
      });

      test("a postal code near a boundary asks which riding", async ({ page, site }) => {
        const person = site.person({ postalCode: "A0A 0B6" });
        await page.goto(`${site.url}/${language}`);
        await fillIn(page, person);
        await submitButton(page).click();
        const choice = page.locator("input[type=radio][name=riding]").first();
        if (!(await choice.isVisible())) await expect(choice).toBeVisible();
        await choice.check();
        await submitButton(page).click();
        await expect(page).toHaveURL(`${site.url}/${language}/check-your-mail`);
        await site.mail(person.email, "confirm");
      });

      test("a citizen abroad signs without a postal code", async ({ page, site }) => {
        const person = site.person({ postalCode: "" });
        await page.goto(`${site.url}/${language}`);
        await fillIn(page, person);
        await page.locator("details:has(#field-country) summary").click();
        await page.locator("#field-country").selectOption("FR");
        await submitButton(page).click();
        await expect(page).toHaveURL(`${site.url}/${language}/check-your-mail`);
        await site.mail(person.email, "confirm");
      });
    });
  }
}

test("the error summary takes focus, so that a screen reader begins there", async ({ page, site }) => {
  await page.goto(`${site.url}/en`);
  await submitButton(page).click();
  await expect(page.locator(".error-summary")).toBeFocused();
});

test("the whole form can be filled in and sent by keyboard", async ({ page, site }) => {
  const person = site.person();
  await page.setViewportSize(DESKTOP);
  await page.goto(`${site.url}/en`);
  await page.locator("#field-first_name").focus();
  for (const text of [person.firstName, person.lastName, person.email, person.postalCode]) {
    await page.keyboard.type(text);
    await page.keyboard.press("Tab");
  }
  await page.locator("#field-postal_code").focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`${site.url}/en/check-your-mail`);
  await site.mail(person.email, "confirm");
});

test("the riding is named while the postal code is typed", async ({ page, site }) => {
  await page.goto(`${site.url}/fr`);
  await page.locator("#field-postal_code").pressSequentially(OTTAWA.postalCode);
  await expect(page.locator("form[action$='/pledges']")).toContainText(OTTAWA.name.fr);
});

test("the count on an open page moves when someone else confirms", async ({ page, site }) => {
  await page.goto(`${site.url}/en`);
  const count = page.locator("[data-count]");
  const before = Number(await count.getAttribute("data-count"));
  await site.signer();
  await expect.poll(async () => Number(await count.getAttribute("data-count")), { timeout: 30_000 }).toBeGreaterThan(before);
});
