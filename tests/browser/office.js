// Steps in the office and at a partner's door that several tests take, by the pages' own fields and buttons.
import { OTTAWA, expect } from "./site.js";

const ADMIN = "organizer@example.org";

/** Signs the first admin in. */
export async function signIn(page, site) {
  await page.goto(`${site.url}/organizer/en/sign-in`);
  await page.getByLabel("Email address").fill(ADMIN);
  await page.getByRole("button", { name: "Email me a link" }).click();
  await expect(page).toHaveURL(/check-your-mail/);
  const mail = await site.mail(ADMIN, "sign_in");
  await page.goto(mail.links.find((link) => link.includes("/open?")));
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/organizer\/en$/);
}

/** Opens a partner's page for a contact, from the form on that asks for a link by mail. */
export async function openPartnersPage(page, site, contact) {
  await page.getByLabel("Email of a person there").fill(contact);
  await page.getByRole("button", { name: "Email me a link" }).click();
  await expect(page).toHaveURL(/check-your-mail/);
  const mail = await site.mail(contact, "partner_sign_in");
  await page.goto(mail.links.find((link) => link.includes("/open?")));
  await page.getByRole("button", { name: "Open our page" }).click();
  await expect(page).toHaveURL(/\/partner\/en$/);
}

/** Fills in a by-election in Ottawa Centre, from the room of the Members on, and stays on the page that shows what it changes. */
export async function fillInByElection(page) {
  await page.locator("#field-riding").selectOption(OTTAWA.riding);
  await page.locator("form[action$='/seat'] button").click();
  await page.locator("#field-name").fill("Lou Nouveau");
  await page.locator("#field-party").fill("Independent");
  await page.locator("#field-email").fill("lou.nouveau@example.org");
  await page.locator("#field-email_source").fill("https://www.example.org/lou");
  await page.locator("form[action$='/holder'] button").click();
  await expect(page.locator("form[action$='/publish'] button")).toBeVisible();
}
