// A partner's way, as people go it: an organization asks, a coordinator accepts it, people sign through its link, and the partner
// sees their number, once an hour and from five on, and no person, and cannot open the office.
import { AxeBuilder } from "@axe-core/playwright";
import { DESKTOP, LANGUAGES, OTTAWA, PHONE, Site, expect, start, stop, test as base } from "./site.js";

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const ADMIN = "organizer@example.org";

const test = base.extend({
  // A site of its own, whose hour nobody has counted yet: a partner sees the numbers of the last hour.
  own: async ({}, use) => {
    const { url, child } = await start();
    await use(new Site(url));
    await stop(child);
  },
  origins: async ({ own }, use) => use([own.url]),
  // The pages of people who sign in set cookies of their own, which the test looks at itself.
  page: async ({ page, context }, use) => {
    await use(page);
    await context.clearCookies();
  },
});

async function looksRight(page, where) {
  for (const [size, viewport] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize(viewport);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), `${where}, ${size}`).toBeLessThanOrEqual(0);
      const { violations } = await new AxeBuilder({ page }).withTags(WCAG).analyze();
      const found = violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((node) => node.target).join(", ")}`);
      expect(found, `${where}, ${size}, ${colorScheme}`).toEqual([]);
      if (process.env.SHOTS && colorScheme === "light") await page.screenshot({ path: `${process.env.SHOTS}/${where}-${size}.png`, fullPage: true });
    }
  }
  await page.setViewportSize(DESKTOP);
}

async function signInAdmin(page, site) {
  await page.goto(`${site.url}/organizer/en/sign-in`);
  await page.getByLabel("Email address").fill(ADMIN);
  await page.getByRole("button", { name: "Email me a link" }).click();
  await expect(page).toHaveURL(/check-your-mail/);
  const mail = await site.mail(ADMIN, "sign_in");
  await page.goto(mail.links.find((link) => link.includes("/open?")));
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/organizer\/en$/);
}

test("an organization asks, is accepted, brings signatures and sees their number, and no person", async ({ page, own: site, browser }) => {
  test.setTimeout(700_000);
  const contact = "ana@river.example.org";
  // The organization asks on the partners' page.
  await page.goto(`${site.url}/en/partners`);
  await page.getByRole("link", { name: "Become a partner" }).click();
  await page.getByLabel("Name of your organization in English").fill("River Town Welcome");
  await page.getByLabel("Name of your organization in French").fill("Accueil Ville-Rivière");
  await page.getByLabel("Web address").fill("https://river.example.org");
  await page.getByLabel("Email of a person there").fill(contact);
  await page.getByLabel("Show our name and our number").check();
  await page.getByRole("button", { name: "Ask to become a partner" }).click();
  await expect(page).toHaveURL(/\/partner\/en\/ask-sent$/);
  const asked = await site.mail(contact, "partner_ask");
  await page.goto(asked.links[0]);
  await looksRight(page, "asked-en");
  await page.getByRole("button", { name: "Confirm our request" }).click();
  await expect(page).toHaveURL(/ask-received$/);

  // A coordinator accepts it, and names another by hand.
  const office = await (await browser.newContext()).newPage();
  await signInAdmin(office, site);
  await office.getByRole("link", { name: "Settings", exact: true }).click();
  await office.getByRole("link", { name: "Partners", exact: true }).first().click();
  await looksRight(office, "office-partners-en");
  await office.getByRole("button", { name: /Look/ }).click();
  await expect(office.getByText("at the organization’s own domain")).toBeVisible();
  await looksRight(office, "office-ask-en");
  await office.getByRole("button", { name: "Accept" }).click();
  await expect(office.getByRole("status")).toContainText("Saved");
  for (const language of LANGUAGES) {
    await office.goto(`${site.url}/organizer/${language}/partners/river-town-welcome`);
    await looksRight(office, `office-partner-${language}`);
  }
  await office.goto(`${site.url}/organizer/fr/partners/import`);
  await office.locator("#field-file").setInputFiles({ name: "list.csv", mimeType: "text/csv", buffer: Buffer.from("Nom en anglais;Nom en français;Adresse Web\nHill;Colline;hill.example.org\nSee evil.com;x;\n") });
  await office.getByRole("button", { name: "Vérifier la liste" }).click();
  await expect(office.getByText("1 ligne à corriger")).toBeVisible();
  await looksRight(office, "office-preview-fr");
  // The list is corrected and published, with a contact.
  const hill = "leo@hill.example.org";
  await office.getByRole("link", { name: "Choisir un autre fichier" }).click();
  await office.locator("#field-file").setInputFiles({ name: "list.csv", mimeType: "text/csv", buffer: Buffer.from(`Nom en anglais;Nom en français;Adresse Web;Courriel de la personne-ressource\nHill;Colline;hill.example.org;${hill}\nDale;Val;;\n`) });
  await office.getByRole("button", { name: "Vérifier la liste" }).click();
  await expect(office.getByText("2 partenaires ajoutés")).toBeVisible();
  await expect(office.getByText("envoie un courriel en français")).toBeVisible();
  await looksRight(office, "office-preview-contact-fr");
  await office.getByRole("button", { name: "Publier 2 modifications" }).click();
  await expect(office.getByRole("status")).toContainText("Enregistré");
  expect((await site.mail(hill, "partner_welcome")).links[0]).toMatch(/\/partner\/fr\/sign-in$/);
  // One more is added by its form.
  await office.goto(`${site.url}/organizer/en/partners`);
  await office.getByRole("link", { name: "Add a partner" }).click();
  await looksRight(office, "office-partner-add-en");
  await office.getByRole("button", { name: "Add a partner" }).click();
  await expect(office.locator("#field-name_en")).toHaveAttribute("aria-invalid", "true");
  await office.getByLabel("Name in English").fill("Moor Neighbours");
  await office.getByLabel("Name in French").fill("Voisinage de la lande");
  await office.getByLabel("Web address").fill("https://moor.example.org");
  await office.getByRole("button", { name: "Add a partner" }).click();
  await expect(office).toHaveURL(/\/partners\/moor-neighbours\?saved=1$/);
  await expect(office.getByRole("status")).toContainText("Saved");

  // Two people have the same form open. The second sees what the first changed.
  await office.goto(`${site.url}/organizer/en/partners/moor-neighbours`);
  const other = await office.context().newPage();
  await other.goto(`${site.url}/organizer/en/partners/moor-neighbours`);
  await other.getByLabel("Name in English").fill("Moor and Fen Neighbours");
  await other.getByRole("button", { name: "Save" }).click();
  await expect(other.getByRole("status")).toContainText("Saved");
  await other.close();
  await office.getByLabel("Name in English").fill("Moorland Neighbours");
  await office.getByRole("button", { name: "Save" }).click();
  await expect(office.getByRole("heading", { name: "Someone else published a change" })).toBeVisible();
  await expect(office.locator("ins")).toHaveText("Moor and Fen Neighbours");
  await looksRight(office, "office-partner-meanwhile-en");
  await office.getByRole("button", { name: "Save" }).click();
  await expect(office.getByRole("heading", { level: 1 })).toHaveText("Moorland Neighbours");
  await office.goto(`${site.url}/organizer/en/partners`);
  await office.getByRole("columnheader", { name: "Signatures" }).getByRole("link").click();
  await expect(office.locator("[aria-sort=descending]")).toHaveText("Signatures");
  await looksRight(office, "office-partners-sorted-en");

  // Somebody signs through the partner's link.
  await expect.poll(async () => (await fetch(`${site.url}/en?partner=river-town-welcome`)).text(), { timeout: 15_000 }).toContain('value="river-town-welcome"');
  const credited = { partner: "river-town-welcome", firstName: "Maëlle" };
  const person = await site.signer({ ...credited, lastName: "Bouchard" });

  for (const lastName of ["Roy", "Gagnon", "Côté", "Lavoie"]) await site.signer({ ...credited, lastName });
  // Now the hour is counted: from five on, a partner sees its number as it was then.
  expect((await fetch(`${site.url}/_local/schedules`, { method: "POST" })).status).toBe(204);

  // The partner asks for its page by mail, and sees five signatures.
  for (const language of LANGUAGES) {
    await page.goto(`${site.url}/${language}/partners`);
    await page.locator(`a[href="/partner/${language}/sign-in"]`).first().click();
    if (language === "en") {
      await looksRight(page, "partner-sign-in-en");
      await page.getByLabel("Email of a person there").fill(contact);
      await page.getByRole("button", { name: "Email me a link" }).click();
      await expect(page).toHaveURL(/check-your-mail/);
      const mail = await site.mail(contact, "partner_sign_in");
      await page.goto(mail.links.find((link) => link.includes("/open?")));
      await page.getByRole("button", { name: "Open our page" }).click();
    }
    // A function that has looked for the hour's count before it was there looks again after a minute.
    await expect.poll(async () => { await page.goto(`${site.url}/partner/${language}`); return page.locator(".lede .number").allTextContents(); }, { timeout: 90_000 }).toEqual(["5"]);
    await expect(page.locator("#ridings tbody tr")).toHaveText(new RegExp(`${OTTAWA.name[language]}\\s*5`));
    await expect(page.locator("main")).not.toContainText(person.lastName);
    await expect(page.locator("#own-link")).toHaveText(`${site.url}/${language}?partner=river-town-welcome`);
    await looksRight(page, `partner-${language}`);
  }
  await page.locator("a[href='/fr/poster?partner=river-town-welcome']").click();
  await expect(page.locator(".poster svg")).toBeVisible();

  // It cannot open the office.
  for (const path of ["/organizer/en", "/organizer/en/partners", "/organizer/en/log"]) {
    await page.goto(`${site.url}${path}`);
    await expect(page).toHaveURL(/\/organizer\/en\/sign-in$/);
  }
  // The coordinator pauses it: the page closes, and the old link still works.
  await office.goto(`${site.url}/organizer/en/partners/river-town-welcome`);
  await office.locator("#field-reason").fill("They asked for it");
  await office.getByRole("button", { name: "Pause" }).click();
  await expect(office.getByRole("status")).toContainText("Saved");
  await expect.poll(async () => { await page.goto(`${site.url}/partner/en`); return page.url(); }, { timeout: 15_000 }).toMatch(/sign-in\?over=1$/);
  await expect.poll(async () => (await fetch(`${site.url}/en?partner=river-town-welcome`)).text(), { timeout: 15_000 }).not.toContain('value="river-town-welcome"');
  await page.goto(`${site.url}/en?partner=river-town-welcome`);
  await expect(page.locator("form[action='/en/pledges'] input[name=partner]")).toHaveCount(0);

  // The pause was a mistake: it is undone from the history.
  await office.goto(`${site.url}/organizer/en/partners/river-town-welcome?saved=1`);
  await office.getByRole("status").getByRole("link", { name: "History and undo" }).click();
  const newest = office.locator("section.letter").first();
  await expect(newest.locator("dt")).toHaveText("River Town Welcome: State");
  await expect(newest.locator("ins")).toHaveText("Paused");
  for (const language of LANGUAGES) {
    await office.goto(`${site.url}/organizer/${language}/partners/history`);
    await looksRight(office, `office-partner-history-${language}`);
    await office.locator("section.letter form button").first().click();
    await looksRight(office, `office-partner-undo-${language}`);
  }
  await office.getByRole("button", { name: "Publier" }).click();
  await expect(office.getByRole("status")).toContainText("Enregistré");
  await expect.poll(async () => (await fetch(`${site.url}/en?partner=river-town-welcome`)).text(), { timeout: 15_000 }).toContain('value="river-town-welcome"');
  await office.context().close();
});
