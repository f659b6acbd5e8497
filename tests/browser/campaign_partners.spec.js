// Partners at the desk: an organization asks, a coordinator accepts it, publishes a list of others, and pauses one by mistake. How
// a partner's number comes about is in coordinator.spec.js.
import { AxeBuilder } from "@axe-core/playwright";
import { openPartnersPage, signIn } from "./office.js";
import { DESKTOP, LANGUAGES, PHONE, Site, expect, overflow, start, stop, test as base } from "./site.js";

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const test = base.extend({
  // A site of its own, since everybody sees what the desk publishes.
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
      expect(await overflow(page), `${where}, ${size}`).toBeLessThanOrEqual(0);
      const { violations } = await new AxeBuilder({ page }).withTags(WCAG).analyze();
      const found = violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((node) => node.target).join(", ")}`);
      expect(found, `${where}, ${size}, ${colorScheme}`).toEqual([]);
      if (process.env.SHOTS && colorScheme === "light") await page.screenshot({ path: `${process.env.SHOTS}/${where}-${size}.png`, fullPage: true });
    }
  }
  await page.setViewportSize(DESKTOP);
}

test("an organization asks and is accepted, others come by a list, and a pause closes a page until it is undone", async ({ page, own: site, browser }) => {
  test.setTimeout(400_000);
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
  await signIn(office, site);
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
  await expect(office.getByText("lui envoie un courriel")).toBeVisible();
  await looksRight(office, "office-preview-contact-fr");
  await office.getByRole("button", { name: "Publier 2 modifications" }).click();
  await expect(office.getByRole("status")).toContainText("Enregistré");
  expect((await site.mail(hill, "partner_welcome")).links[0]).toMatch(/\/partner\/fr\/sign-in$/);

  // Two people have the same form open. The second sees what the first changed.
  await office.goto(`${site.url}/organizer/en/partners/hill`);
  const other = await office.context().newPage();
  await other.goto(`${site.url}/organizer/en/partners/hill`);
  await other.getByLabel("Name in English").fill("Hill and Fen");
  await other.getByRole("button", { name: "Save" }).click();
  await expect(other.getByRole("status")).toContainText("Saved");
  await other.close();
  await office.getByLabel("Name in English").fill("Hill and Dale");
  await office.getByRole("button", { name: "Save" }).click();
  await expect(office.getByRole("heading", { name: "Someone else published a change" })).toBeVisible();
  await expect(office.locator("ins")).toHaveText("Hill and Fen");
  await looksRight(office, "office-partner-meanwhile-en");
  await office.getByRole("button", { name: "Save" }).click();
  await expect(office.getByRole("heading", { level: 1 })).toHaveText("Hill and Dale");
  await office.goto(`${site.url}/organizer/en/partners`);
  await office.getByRole("columnheader", { name: "Signatures" }).getByRole("link").click();
  await expect(office.locator("[aria-sort=descending]")).toHaveText("Signatures");
  await looksRight(office, "office-partners-sorted-en");

  // The partner asks for its page by mail. The coordinator pauses it: the page closes, and the old link still works.
  await page.goto(`${site.url}/en/partners`);
  await page.locator('a[href="/partner/en/sign-in"]').first().click();
  await openPartnersPage(page, site, contact);
  await office.goto(`${site.url}/organizer/en/partners/river-town-welcome`);
  await office.locator("#field-reason").fill("They asked for it");
  await office.getByRole("button", { name: "Pause" }).click();
  await expect(office.getByRole("status")).toContainText("Saved");
  await expect.poll(async () => { await page.goto(`${site.url}/partner/en`); return page.url(); }).toMatch(/sign-in\?over=1$/);
  await expect.poll(async () => (await fetch(`${site.url}/en?partner=river-town-welcome`)).text()).not.toContain('value="river-town-welcome"');
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
  await expect.poll(async () => (await fetch(`${site.url}/en?partner=river-town-welcome`)).text()).toContain('value="river-town-welcome"');
  await office.context().close();
});
