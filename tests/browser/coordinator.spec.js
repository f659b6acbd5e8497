// A coordinator runs the campaign alone, without a developer: what they do at the desk's pages, everybody sees soon after.
// Partner, goal, sentence, by-election and pause are one story, on a site of its own whose hour nobody has counted yet.
import { AxeBuilder } from "@axe-core/playwright";
import { fillInByElection, openPartnersPage, signIn } from "./office.js";
import { DESKTOP, LANGUAGES, OTTAWA, PHONE, Site, codeOf, expect, fillIn, overflow, start, stop, submitButton, test as base } from "./site.js";

/** The desk promises ten seconds, which tests/api/edge.rs holds with a clock of its own. A busy machine has twice as much here. */
const WITHIN = { timeout: 20_000 };
/** A function that has looked for the hour's count before it was there looks again after a minute. */
const HOURLY = { timeout: 90_000 };
const CONTACT = "ana@moor.example.org";

/** Opens a window of somebody who is signed in. Its console must stay silent, and nothing comes from elsewhere. */
async function openWindow(browser, site, problems) {
  const page = await (await browser.newContext({ viewport: DESKTOP })).newPage();
  page.on("pageerror", (error) => problems.push(`script error: ${error.message}`));
  page.on("console", (message) => {
    // A preview's frame runs no script, not even the one by which this test looks into it.
    const expected = /status of 4\d\d|Blocked script execution in 'about:srcdoc'/.test(message.text());
    if (message.type() === "error" && !expected) problems.push(`console: ${message.text()}`);
  });
  page.on("request", (request) => {
    if (!/^(data:|about:)/.test(request.url()) && !request.url().startsWith(`${site.url}/`)) problems.push(`request to elsewhere: ${request.url()}`);
  });
  return page;
}

const test = base.extend({
  site: [
    async ({}, use) => {
      const { url, child } = await start();
      await use(new Site(url));
      await stop(child);
    },
    { scope: "worker", timeout: 600_000 },
  ],
  windows: async ({ browser, site }, use) => {
    const problems = [];
    const windows = { desk: await openWindow(browser, site, problems), partner: await openWindow(browser, site, problems) };
    await use(windows);
    expect(problems).toEqual([]);
    for (const page of Object.values(windows)) await page.context().close();
  },
  desk: async ({ windows, site }, use) => {
    await signIn(windows.desk, site);
    await use(windows.desk);
  },
  partner: async ({ windows }, use) => use(windows.partner),
});

/** The page is accessible, and nothing sticks out, on a phone and a desktop, by day and by night. */
async function looksRight(page, name) {
  for (const [size, viewport] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize(viewport);
      // The page within a preview is tested by itself.
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).exclude("iframe").analyze();
      const found = violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.target).join(", ")}`);
      expect(found, `${name}, ${size}, ${colorScheme}`).toEqual([]);
      expect(await overflow(page), `${name}, ${size}: nothing sticks out sideways`).toBeLessThanOrEqual(0);
      if (process.env.SHOTS && colorScheme === "light") await page.screenshot({ path: `${process.env.SHOTS}/${name}-${size}.png`, fullPage: true });
    }
  }
}

/** A public page shows a text, or shows it no more, within the time. */
async function shows(page, address, text, isThere = true) {
  await expect(async () => {
    await page.goto(address);
    await expect(page.locator("main").getByText(text).filter({ visible: true }).first()).toBeVisible({ visible: isThere, timeout: 200 });
  }).toPass(WITHIN);
}

test("a coordinator runs the campaign from its desk, and a partner sees its number", async ({ page, desk, partner, site }) => {
  test.setTimeout(400_000);
  const room = (name) => desk.getByRole("navigation").getByRole("link", { name, exact: true });
  const is = (address) => `${site.url}${address}`;

  await test.step("a partner is added, and the public page names it", async () => {
    await room("Settings").click();
    await room("Partners").click();
    await desk.getByRole("link", { name: "Add a partner" }).click();
    await desk.getByRole("button", { name: "Add a partner" }).click();
    await expect(desk.getByLabel("Name in English")).toHaveAttribute("aria-invalid", "true");
    await looksRight(desk, "partner-add");
    await desk.getByLabel("Name in English").fill("Moor Neighbours");
    await desk.getByLabel("Name in French").fill("Voisinage de la lande");
    await desk.getByLabel("Web address").fill("https://moor.example.org");
    await desk.getByLabel(/Show its name and number/).check();
    await desk.getByRole("button", { name: "Add a partner" }).click();
    await expect(desk.getByRole("status")).toContainText("Saved");
    await desk.getByLabel("Email address").fill(CONTACT);
    await desk.getByRole("button", { name: "Add a contact" }).click();
    await expect(desk.getByText(CONTACT).first()).toBeVisible();
    await shows(page, is("/en?partner=moor-neighbours"), "Moor Neighbours invites you to sign.");
    await shows(page, is("/fr?partner=moor-neighbours"), "Voisinage de la lande");
    await shows(page, is("/en/partners"), "Moor Neighbours");
  });

  await test.step("the goal is changed", async () => {
    await room("Campaign").click();
    await desk.getByRole("link", { name: "Goal and dates" }).click();
    await desk.getByLabel("Goal", { exact: true }).fill("30,000");
    await desk.getByLabel("Goals on the way").fill("");
    await desk.getByRole("button", { name: "See a preview" }).click();
    await expect(desk.getByText("This is a preview. Nothing is public yet.")).toBeVisible();
    const preview = desk.frameLocator("iframe").first();
    await expect(preview.getByText("30,000").first()).toBeVisible();
    await expect(preview.locator("script")).toHaveCount(0);
    await looksRight(desk, "goal-preview");
    await desk.getByRole("button", { name: "Publish" }).click();
    await expect(desk.getByText("Published as version 1.")).toBeVisible();
    await shows(page, is("/en"), "30,000");
    await shows(page, is("/fr"), /30.000/);
  });

  await test.step("a sentence is changed in both languages, and taken back", async () => {
    const sentences = { en: "Canada can lead again, and so can you.", fr: "Le Canada peut redonner l’exemple, et vous aussi." };
    await desk.getByRole("link", { name: "The campaign page" }).click();
    await looksRight(desk, "sentences");
    const lede = desk.getByRole("region", { name: "The first lines" });
    await lede.getByLabel("English").fill(sentences.en);
    await desk.getByRole("button", { name: "See a preview" }).click();
    await expect(desk.getByRole("link", { name: /Does the French need the same change/ })).toBeVisible();
    await lede.getByLabel("French").fill(sentences.fr);
    await desk.getByRole("button", { name: "See a preview" }).click();
    await expect(desk.frameLocator("iframe").first().getByText(sentences.en)).toBeVisible();
    await expect(desk.frameLocator("iframe").last().getByText(sentences.fr)).toBeVisible();
    await desk.getByRole("button", { name: "Publish" }).click();
    for (const language of LANGUAGES) await shows(page, is(`/${language}`), sentences[language]);

    await desk.getByRole("button", { name: "Undo this change" }).click();
    await expect(desk.getByText("This is a preview.")).toBeVisible();
    await desk.getByRole("button", { name: "Publish" }).click();
    await expect(desk.getByText("Published as version 3.")).toBeVisible();
    for (const language of LANGUAGES) await shows(page, is(`/${language}`), sentences[language], false);
    await shows(page, is("/en"), "30,000");
    await desk.getByRole("link", { name: "History" }).click();
    await expect(desk.getByRole("heading", { name: "Version 3" })).toBeVisible();
    await looksRight(desk, "history");
  });

  await test.step("a by-election is recorded", async () => {
    await room("Members").click();
    await fillInByElection(desk);
    await expect(desk.locator("main")).toContainText("one new Member");
    await desk.getByRole("button", { name: "Publish" }).click();
    await expect(desk.getByRole("status")).toContainText("Public pages show it within ten seconds.");
    await shows(page, is(`/en/ridings/${OTTAWA.riding}`), /Lou Nouveau, Independent/);
    await shows(page, is(`/fr/ridings/${OTTAWA.riding}`), /Lou Nouveau, Indépendant·e/);
    await expect(async () => {
      await page.goto(is(`/en/letter/${OTTAWA.riding}`));
      await expect(page.locator("#field-text")).toHaveValue(/^Dear Lou Nouveau,/, { timeout: 200 });
    }).toPass(WITHIN);
  });

  await test.step("the form is paused and opened again", async () => {
    const closed = { en: "The form is closed for the moment.", fr: "Le formulaire est fermé pour le moment." };
    await room("Campaign").click();
    await desk.getByRole("link", { name: "Pause the form" }).click();
    await looksRight(desk, "pause");
    await desk.getByLabel("Reason").fill("a rush of made-up names");
    await desk.getByRole("button", { name: "Pause the form" }).click();
    await looksRight(desk, "paused");
    for (const language of LANGUAGES) await shows(page, is(`/${language}`), closed[language]);
    await expect(page.getByLabel("Prénom")).toHaveCount(0);
    await desk.getByLabel("Reason").fill("the rush is over");
    await desk.getByRole("button", { name: "Open the form again" }).click();
    for (const language of LANGUAGES) await shows(page, is(`/${language}`), closed[language], false);
    await expect(page.getByLabel("Prénom")).toBeVisible();
  });

  const person = site.person({ lastName: "Bouchard" });
  await test.step("people sign through the partner's link", async () => {
    await page.goto(is("/en?partner=moor-neighbours"));
    await fillIn(page, person);
    await submitButton(page).click();
    await page.locator("#field-code").fill(codeOf(await site.mail(person.email, "confirm")));
    await page.locator("form[action$='/check-your-mail'] button").click();
    await expect(page).toHaveURL(/\/en\/thank-you/);
    for (const lastName of ["Roy", "Gagnon", "Côté", "Lavoie"]) await site.signer({ partner: "moor-neighbours", lastName });
    // The clock's hour: partners see the numbers of its count.
    await site.works();
  });

  await test.step("the partner opens its page by a mailed link, and sees its number and no person", async () => {
    const welcome = await site.mail(CONTACT, "partner_welcome");
    await partner.goto(welcome.links[0]);
    await looksRight(partner, "partner-sign-in");
    await openPartnersPage(partner, site, CONTACT);
    for (const language of LANGUAGES) {
      await expect.poll(async () => { await partner.goto(is(`/partner/${language}`)); return partner.locator(".lede .number").allTextContents(); }, HOURLY).toEqual(["5"]);
      await expect(partner.locator("#ridings tbody tr")).toHaveText(new RegExp(`${OTTAWA.name[language]}\\s*5`));
      await expect(partner.locator("main")).not.toContainText(person.lastName);
      await expect(partner.locator("#own-link")).toHaveText(is(`/${language}?partner=moor-neighbours`));
      await looksRight(partner, `partner-${language}`);
    }
    await expect.poll(async () => { await page.goto(is("/en/partners")); return page.locator("#listed tr", { hasText: "Moor Neighbours" }).locator("td").textContent(); }, HOURLY).toBe("5");
    await partner.locator("a[href='/fr/poster?partner=moor-neighbours']").click();
    await expect(partner.locator(".poster svg")).toBeVisible();
    // It cannot open the office.
    for (const path of ["/organizer/en", "/organizer/en/partners", "/organizer/en/log"]) {
      await partner.goto(is(path));
      await expect(partner).toHaveURL(/\/organizer\/en\/sign-in$/);
    }
  });
});
