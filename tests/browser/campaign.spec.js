// The campaign's desk, as a coordinator uses it without a developer: goal, sentence, undo, pause. The site is one of its own,
// since everybody sees what the desk publishes.
import { AxeBuilder } from "@axe-core/playwright";
import { DESKTOP, PHONE, Site, expect, start, stop, test as base } from "./site.js";

const ADMIN = "organizer@example.org";
/** Public pages follow within ten seconds; a machine that is busy takes some more. */
const FOLLOWS = { timeout: 20_000 };

const test = base.extend({
  site: [
    async ({}, use) => {
      const { url, child } = await start();
      await use(new Site(url));
      await stop(child);
    },
    { scope: "worker", timeout: 600_000 },
  ],
  // The coordinator's browser window. Its console must stay silent too: the preview of a page is framed.
  office: async ({ browser, site }, use) => {
    const problems = [];
    const page = await (await browser.newContext()).newPage();
    page.on("pageerror", (error) => problems.push(`script error: ${error.message}`));
    page.on("console", (message) => {
      // A preview's frame runs no script, not even the one by which this test looks into it.
      const expected = /status of 4\d\d|Blocked script execution in 'about:srcdoc'/.test(message.text());
      if (message.type() === "error" && !expected) problems.push(`console: ${message.text()}`);
    });
    await page.goto(`${site.url}/organizer/en/sign-in`);
    await page.getByLabel("Email address").fill(ADMIN);
    await page.getByRole("button", { name: "Email me a link" }).click();
    await expect(page).toHaveURL(/check-your-mail/);
    const mail = await site.mail(ADMIN, "sign_in");
    await page.goto(mail.links.find((link) => link.includes("/open?")));
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page).toHaveURL(/\/organizer\/en$/);
    await use(page);
    expect(problems).toEqual([]);
    await page.context().close();
  },
});

/** The page is accessible, and nothing sticks out, on a phone and a desktop. */
async function looksRight(page, viewports = [PHONE, DESKTOP]) {
  for (const viewport of viewports) {
    await page.setViewportSize(viewport);
    // The page within a preview is tested by itself.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).exclude("iframe").analyze();
    expect(violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.target).join(", ")}`)).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, "nothing sticks out sideways").toBeLessThanOrEqual(0);
  }
}

/** The public page in a language shows a text, or shows it no more, within the time. */
async function publicPage(page, site, language, text, isThere = true) {
  await expect(async () => {
    await page.goto(`${site.url}/${language}`);
    await expect(page.locator("main").getByText(text).first()).toBeVisible({ visible: isThere, timeout: 200 });
  }).toPass(FOLLOWS);
}

test("a coordinator changes the goal and a sentence, takes the sentence back, and pauses the form", async ({ page, office, site }) => {
  test.slow();
  await office.getByRole("navigation").getByRole("link", { name: "Settings", exact: true }).click();
  await office.getByRole("navigation").getByRole("link", { name: "Campaign", exact: true }).click();
  await office.getByRole("link", { name: "Goal and dates" }).click();
  await office.getByLabel("Goal", { exact: true }).fill("30,000");
  await office.getByLabel("Goals on the way").fill("");
  await office.getByRole("button", { name: "See a preview" }).click();
  await expect(office.getByText("This is a preview. Nothing is public yet.")).toBeVisible();
  const preview = office.frameLocator("iframe").first();
  await expect(preview.getByText("30,000").first()).toBeVisible();
  await expect(preview.locator("script")).toHaveCount(0);
  await looksRight(office);
  await office.getByRole("button", { name: "Publish" }).click();
  await expect(office.getByText("Published as version 1.")).toBeVisible();
  await publicPage(page, site, "en", "30,000");

  const [english, french] = ["Canada can lead again, and so can you.", "Le Canada peut redonner l’exemple, et vous aussi."];
  await office.getByRole("link", { name: "The campaign page" }).click();
  await looksRight(office);
  const lede = office.getByRole("region", { name: "The first lines" });
  await lede.getByLabel("English").fill(english);
  await office.getByRole("button", { name: "See a preview" }).click();
  await expect(office.getByRole("link", { name: /Does the French need the same change/ })).toBeVisible();
  await lede.getByLabel("French").fill(french);
  await office.getByRole("button", { name: "See a preview" }).click();
  await expect(office.frameLocator("iframe").first().getByText(english)).toBeVisible();
  await expect(office.frameLocator("iframe").last().getByText(french)).toBeVisible();
  await office.getByRole("button", { name: "Publish" }).click();
  await publicPage(page, site, "en", english);
  await publicPage(page, site, "fr", french);

  await office.getByRole("button", { name: "Undo this change" }).click();
  await expect(office.getByText("This is a preview.")).toBeVisible();
  await office.getByRole("button", { name: "Publish" }).click();
  await expect(office.getByText("Published as version 3.")).toBeVisible();
  await publicPage(page, site, "en", english, false);
  await publicPage(page, site, "fr", french, false);
  await publicPage(page, site, "en", "30,000");
  await office.getByRole("link", { name: "History" }).click();
  await expect(office.getByRole("heading", { name: "Version 3" })).toBeVisible();
  await looksRight(office);

  await office.getByRole("navigation").getByRole("link", { name: "Campaign", exact: true }).click();
  await office.getByRole("link", { name: "Pause the form" }).click();
  await looksRight(office);
  await office.getByLabel("Reason").fill("a rush of made-up names");
  await office.getByRole("button", { name: "Pause the form" }).click();
  await looksRight(office);
  await publicPage(page, site, "en", "The form is closed for the moment.");
  await publicPage(page, site, "fr", "Le formulaire est fermé pour le moment.");
  await office.getByLabel("Reason").fill("the rush is over");
  await office.getByRole("button", { name: "Open the form again" }).click();
  await publicPage(page, site, "en", "The form is closed for the moment.", false);
  await expect(page.getByLabel("First name")).toBeVisible();
});

test("every room of the desk is accessible in both languages", async ({ office, site }) => {
  test.slow();
  for (const [language, viewport] of [["en", PHONE], ["fr", DESKTOP]]) {
    for (const room of ["", "/asks", "/letter", "/consent", "/organization", "/officials", "/goal"]) {
      await office.goto(`${site.url}/organizer/${language}/campaign${room}`);
      await looksRight(office, [viewport]);
    }
  }
});
