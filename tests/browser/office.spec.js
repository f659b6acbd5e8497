// The organizers' office, as an organizer uses it: every room accessible on a phone and a desktop; a file counted and taken
// back, signers taken out of the count and counted again, by pressing the pages' buttons.
import { AxeBuilder } from "@axe-core/playwright";
import { fillInByElection, signIn } from "./office.js";
import { DESKTOP, LANGUAGES, MAILS_PER_MAIL_DOMAIN, OTTAWA, PHONE, expect, overflow, showsPictures, test as base } from "./site.js";

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const test = base.extend({
  // One sign-in for each worker: the next mail to the same network would come two minutes later.
  session: [
    async ({ browser, site }, use) => {
      const context = await browser.newContext();
      const page = await context.newPage();
      await signIn(page, site);
      const state = await context.storageState();
      await context.close();
      await use(state);
    },
    { scope: "worker", timeout: 60_000 },
  ],
  // The page of somebody who is in. No cookie but the session's is ever there.
  office: async ({ page, context, session }, use) => {
    await context.addCookies(session.cookies);
    await use(page);
    expect((await context.cookies()).map((cookie) => cookie.name)).toEqual(["__Host-office"]);
    await context.clearCookies();
  },
});

const sheet = (rows) => ({ name: "sheet.csv", mimeType: "text/csv", buffer: Buffer.from(`First name,Last name,Postal code,Riding code\r\n${rows.join("\r\n")}\r\n`) });

/** Uploads a sheet of one new person and one wrong line, and stays on the page about it. */
async function read(page, site, language, last) {
  await page.goto(`${site.url}/organizer/${language}/paper`);
  await page.locator("#field-file").setInputFiles(sheet([`Zoé,${last},${OTTAWA.postalCode},`, `,${last},nothing,`]));
  await page.locator("#field-note").fill("Jean-Talon");
  await page.locator("form[enctype] button").click();
  await expect(page.locator("form[action$='/count'] button")).toBeVisible();
}

async function preview(page, site, language) {
  await site.signer();
  await page.goto(`${site.url}/organizer/${language}/integrity`);
  await page.locator("#field-place").selectOption(OTTAWA.riding);
  await page.locator("form[action$='/preview'] button").last().click();
  await expect(page.locator("form[action$='/apply']")).toBeVisible();
}

/** Sends more forms to one mail domain than it is mailed in an hour, once for each site; the rest is held. */
const floods = new Map();
async function flood(site) {
  if (!floods.has(site)) {
    const forms = Array.from({ length: MAILS_PER_MAIL_DOMAIN + 5 }, (_, n) => site.submit(site.person({ email: `p${n}@flood.example` })));
    floods.set(site, Promise.all(forms));
  }
  await floods.get(site);
}

async function held(page, site, language) {
  await flood(site);
  const group = page.locator("form[action$='/held/group'] button");
  // On a machine that is busy the mailer's next minute brings what the stream did not.
  await expect.poll(async () => {
    await page.goto(`${site.url}/organizer/${language}/held`);
    return group.count();
  }, { message: "something is held", timeout: 150_000 }).toBeGreaterThan(0);
}

async function heldGroup(page, site, language) {
  await held(page, site, language);
  await page.locator("form[action$='/held/group'] button").first().click();
  await expect(page.locator("form[action$='/held/rule']")).toHaveCount(2);
}

/** Looks a person up who signed a moment ago, and stays on their page. */
async function helped(page, site, language) {
  const person = await site.signer();
  await page.goto(`${site.url}/organizer/${language}/help`);
  await page.locator("#field-email").fill(person.email);
  await page.locator("#field-why").fill("asked by phone");
  await page.locator("form[action$='/help/find'] button").click();
  await expect(page.locator("form[action$='/help/act']")).toHaveCount(1);
  return person;
}

const CAMPAIGN = ["", "/goal", "/asks", "/letter", "/consent", "/organization", "/officials"];

/** The way to each room, and to a room's errors. */
const ROOMS = {
  ...Object.fromEntries(CAMPAIGN.map((room) => [`campaign${room}`, async (page, site, language) => page.goto(`${site.url}/organizer/${language}/campaign${room}`)])),
  dashboard: async (page, site, language) => page.goto(`${site.url}/organizer/${language}`),
  downloads: async (page, site, language) => page.goto(`${site.url}/organizer/${language}/downloads`),
  supporters: async (page, site, language) => page.goto(`${site.url}/organizer/${language}/supporters`),
  "supporters, without a reason": async (page, site, language) => {
    await page.goto(`${site.url}/organizer/${language}/supporters`);
    await page.locator("form[action$='/supporters'] button").first().click();
    await expect(page.locator(".field.wrong .error"), "what to do stands above the field").toBeVisible();
    await expect(page.locator("#field-reason")).toHaveAttribute("aria-invalid", "true");
  },
  paper: async (page, site, language) => page.goto(`${site.url}/organizer/${language}/paper`),
  "a file whose columns are not found, with an error": async (page, site, language) => {
    await page.goto(`${site.url}/organizer/${language}/paper`);
    await page.locator("#field-pasted").fill(`Roy\tZoé\t${OTTAWA.postalCode}\nRoy\tAnne\t${OTTAWA.postalCode}\n`);
    await page.locator("#field-note").fill("Jean-Talon");
    await page.locator("form[enctype] button").click();
    await expect(page.locator("#field-postal_code"), "a postal code is known by its looks").toHaveValue("2");
    await page.locator("form[enctype] button").click();
    await expect(page.locator("#field-last")).toHaveAttribute("aria-invalid", "true");
  },
  "a file that was read": async (page, site, language) => read(page, site, language, `Roy ${language}`),
  integrity: async (page, site, language) => page.goto(`${site.url}/organizer/${language}/integrity`),
  patterns: async (page, site, language) => {
    for (const firstName of ["Ana", "Ana"]) await site.signer({ firstName, lastName: `Double ${language}` });
    await page.goto(`${site.url}/organizer/${language}/integrity`);
    await page.locator("form[action*='/examine'] button").click();
    await expect(page.locator("#patterns h3").first()).toBeVisible();
  },
  "integrity with an error": async (page, site, language) => {
    await page.goto(`${site.url}/organizer/${language}/integrity`);
    await page.locator("#field-mail_domain").fill("nonsense");
    await page.locator("form[action$='/preview'] button").last().click();
    await expect(page.locator(".error-summary")).toBeFocused();
    await page.locator(".error-summary a").click();
    await expect(page.locator("#field-mail_domain"), "the summary leads to the field").toBeFocused();
    await expect(page.locator(".field.wrong .error"), "and what to do stands above it").toBeVisible();
  },
  preview,
  "held mail": held,
  "a group that is held": heldGroup,
  "a group that is held, without a reason": async (page, site, language) => {
    await heldGroup(page, site, language);
    await page.locator("form[action$='/held/rule'] button").last().click();
    await expect(page.locator(".field.wrong .error")).toHaveCount(1);
  },
  "a part of a group that is held": async (page, site, language) => {
    await heldGroup(page, site, language);
    await page.locator("form[action$='/held/group'] button").last().click();
    await expect(page.locator("form[action$='/held/rule']")).toHaveCount(2);
  },
  letters: async (page, site, language) => page.goto(`${site.url}/organizer/${language}/letters`),
  "a pause of letters": async (page, site, language) => page.goto(`${site.url}/organizer/${language}/letters/pause`),
  "a pause of letters, without a reason": async (page, site, language) => {
    await page.goto(`${site.url}/organizer/${language}/letters/pause`);
    await page.locator("form[action$='/letters/pause'] button").click();
    await expect(page.locator(".field.wrong .error")).toBeVisible();
  },
  "a note about a Member": async (page, site, language) => page.goto(`${site.url}/organizer/${language}/letters/mark`),
  "a note about a Member, empty": async (page, site, language) => {
    await page.goto(`${site.url}/organizer/${language}/letters/mark`);
    await page.locator("form[action$='/letters/mark'] button").click();
    await expect(page.locator(".error-summary")).toBeFocused();
  },
  members: async (page, site, language) => page.goto(`${site.url}/organizer/${language}/members`),
  "a list of Members that is none": async (page, site, language) => {
    await page.goto(`${site.url}/organizer/${language}/members`);
    await page.locator("#field-file").setInputFiles({ name: "list.csv", mimeType: "text/csv", buffer: Buffer.from("Name,Party\nPat,Liberal\n") });
    await page.locator("form[enctype] button").click();
    await expect(page.locator(".error-summary")).toBeFocused();
    await expect(page.locator("#field-file")).toHaveAttribute("aria-invalid", "true");
  },
  "a seat": async (page, site, language) => page.goto(`${site.url}/organizer/${language}/members/seat?riding=24065`),
  "a seat, with errors": async (page, site, language) => {
    await page.goto(`${site.url}/organizer/${language}/members/seat?riding=24065`);
    await page.locator("form[action$='/answer'] button").click();
    await expect(page.locator(".error-summary")).toBeFocused();
  },
  "a by-election before it is published": async (page, site, language) => {
    await page.goto(`${site.url}/organizer/${language}/members`);
    await fillInByElection(page);
  },
  switches: async (page, site, language) => page.goto(`${site.url}/organizer/${language}/switches`),
  "switches, without a reason": async (page, site, language) => {
    await page.goto(`${site.url}/organizer/${language}/switches`);
    await page.locator("form[action$='/switches'] button").first().click();
    await expect(page.locator(".error-summary")).toBeFocused();
    await expect(page.locator(".field.wrong .error")).toHaveCount(1);
    const gaps = await page.locator(".field").evaluateAll((fields) => fields.map((field) => field.getBoundingClientRect().top - field.previousElementSibling.getBoundingClientRect().bottom));
    expect(Math.min(...gaps), "a field stands apart from the text above it").toBeGreaterThan(10);
  },
  "help for a supporter": async (page, site, language) => {
    await page.goto(`${site.url}/organizer/${language}/help`);
    await page.locator("details summary").click();
  },
  "help for a supporter, without a reason": async (page, site, language) => {
    await page.goto(`${site.url}/organizer/${language}/help`);
    await page.locator("form[action$='/help/find'] button").click();
    await expect(page.locator(".error-summary")).toBeFocused();
    await expect(page.locator(".field.wrong .error")).toHaveCount(2);
  },
  "a supporter who was found": helped,
  "a supporter's new home, without a reason": async (page, site, language) => {
    await helped(page, site, language);
    await page.locator("button[value=home]").click();
    await page.locator("form[action$='/help/do'] button").click();
    await expect(page.locator(".field.wrong .error")).toHaveCount(1);
  },
  guide: async (page, site, language) => {
    await page.goto(`${site.url}/organizer/${language}/guide`);
    await showsPictures(page, 3);
  },
  "recipes for tools": async (page, site, language) => {
    await page.goto(`${site.url}/organizer/${language}/webhooks`);
    await page.locator("main a[href$='/webhooks/recipes']").click();
    await expect(page.locator("h3")).toHaveText(["n8n", "Zapier", "Mailchimp", "CiviCRM", "Action Network"]);
    await page.setViewportSize({ width: 390, height: 844 });
    const code = page.locator("pre").first();
    expect(await code.evaluate((block) => block.scrollWidth - block.clientWidth), "code scrolls inside itself").toBeGreaterThan(0);
    await code.focus();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => code.evaluate((block) => block.scrollLeft), { message: "also by the keyboard" }).toBeGreaterThan(0);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await page.setViewportSize(PHONE);
  },
  "the log, filtered": async (page, site, language) => {
    await page.goto(`${site.url}/organizer/${language}/log`);
    await page.locator("#log-action").selectOption("signed_in");
    await page.locator("form.finder button").click();
    await expect(page).toHaveURL(/action=signed_in/);
  },
  team: async (page, site, language) => page.goto(`${site.url}/organizer/${language}/team`),
  log: async (page, site, language) => page.goto(`${site.url}/organizer/${language}/log`),
};

for (const language of LANGUAGES) {
  for (const [name, open] of Object.entries(ROOMS)) {
    test(`${name} in ${language} is accessible and fits`, async ({ office, site }) => {
      // Rooms with 343 ridings are long to examine.
      test.slow();
      await office.setViewportSize(PHONE);
      await open(office, site, language);
      for (const [size, viewport] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
        await office.setViewportSize(viewport);
        for (const colorScheme of ["light", "dark"]) {
          await office.emulateMedia({ colorScheme, reducedMotion: "reduce" });
          const { violations } = await new AxeBuilder({ page: office }).withTags(WCAG).analyze();
          const found = violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.target).join(", ")}`);
          expect(found, `${size}, ${colorScheme}`).toEqual([]);
          expect(await overflow(office), `${size}: nothing sticks out sideways`).toBeLessThanOrEqual(0);
        }
      }
      await expect(office.locator("html")).toHaveAttribute("lang", new RegExp(`^${language}`));
      await expect(office.locator("h1")).toHaveCount(1);
      const small = await office.locator("button:visible, .button:visible").evaluateAll((buttons) => buttons.filter((b) => b.getBoundingClientRect().height < 44).length);
      expect(small, "buttons of at least 44 px").toBe(0);
    });
  }
}

for (const language of LANGUAGES) {
  test(`the dashboard in ${language} is short, and fits on every width`, async ({ office, site }) => {
    for (const [width, height] of [[320, Infinity], [390, 6_000], [1_280, 4_000]]) {
      await office.setViewportSize({ width, height: 900 });
      await office.goto(`${site.url}/organizer/${language}`);
      const [tall, wide] = await office.evaluate(() => [document.documentElement.scrollHeight, document.documentElement.scrollWidth]);
      expect(tall, `${width} px wide`).toBeLessThan(height);
      expect(wide).toBeLessThanOrEqual(width);
      const rooms = await office.locator(".rooms a").evaluateAll((links) => links.map((link) => link.getBoundingClientRect().right));
      expect(Math.max(...rooms), "no room sticks out").toBeLessThanOrEqual(width);
    }
  });
}

test("every room stands in a group, and the groups lead to them all", async ({ office, site }) => {
  await office.setViewportSize({ width: 320, height: 800 });
  await office.goto(`${site.url}/organizer/en`);
  const groups = await office.locator(".room-groups a").evaluateAll((links) => links.map((link) => link.href));
  const rooms = new Set();
  for (const group of groups) {
    await office.goto(group);
    expect(await office.locator(".room-groups [aria-current]").count()).toBe(1);
    for (const href of await office.locator(".room-groups + ul a").evaluateAll((links) => links.map((link) => new URL(link.href).pathname))) rooms.add(href);
    expect(await office.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  }
  expect(rooms.size, [...rooms].join(" ")).toBeGreaterThanOrEqual(12);
});

test("the door in both languages is accessible and fits", async ({ page, site }) => {
  for (const language of LANGUAGES) {
    await page.setViewportSize(PHONE);
    await page.goto(`${site.url}/organizer/${language}`);
    await expect(page).toHaveURL(new RegExp(`/organizer/${language}/sign-in`));
    const { violations } = await new AxeBuilder({ page }).withTags(WCAG).analyze();
    expect(violations.map((v) => v.id)).toEqual([]);
  }
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("a file of paper is read, counted and taken back", async ({ office, site }) => {
    const before = await site.total();
    await read(office, site, "fr", "Papier");
    expect(await site.total()).toBe(before);
    await office.locator("form[action$='/count'] button").click();
    await expect(office.locator("h1 + p")).toContainText("Compté.");
    await expect.poll(() => site.total()).toBe(before + 1);
    await office.locator("#field-reason").fill("mauvais fichier");
    await office.locator("form[action$='/take-back'] button").click();
    await expect(office.locator("h1 + p")).toContainText("Retiré du compte.");
    await expect.poll(() => site.total()).toBe(before);
  });

  test("supporters are downloaded with a reason, and the log has it", async ({ office, site }) => {
    await office.goto(`${site.url}/organizer/fr/supporters`);
    await office.locator("#field-reason").fill("infolettre de novembre");
    const [download] = await Promise.all([
      office.waitForEvent("download"),
      office.locator("form[action$='/supporters'] button").first().click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^time-to-lead-sympathisants-.*\.csv$/);
    expect(await download.failure()).toBeNull();
    // To look at the file's own address is no download.
    expect((await office.request.get(`${site.url}/v1/organizer/supporters.csv?reason=x`)).status()).toBe(405);
    await office.goto(`${site.url}/organizer/en/log`);
    await expect(office.locator("main")).toContainText("infolettre de novembre");
    await expect(office.locator("main")).toContainText(/\d+ (person|people)/);
  });

  test("a supporter is helped: a corrected name, then an erasure", async ({ office, site }) => {
    const person = await helped(office, site, "en");
    await office.getByRole("button", { name: "Correct the name" }).click();
    await office.getByLabel("First name").fill("Corrected");
    await office.locator("form[action$='/help/do'] button").click();
    await expect(office.locator(".field.wrong .error"), "not without a reason").toBeVisible();
    await expect(office.getByLabel("First name"), "and the typed name stays").toHaveValue("Corrected");
    await office.locator("#field-reason").fill("misspelt");
    await office.locator("form[action$='/help/do'] button").click();
    await expect(office.locator("[role=status]")).toContainText("The name is corrected.");
    await expect(office.locator("h2").first()).toContainText("Corrected");
    expect(office.url(), "no address of a person is in an address of a page").not.toContain("@");
    await office.getByRole("button", { name: "Withdraw and erase" }).click();
    await office.locator("#field-reason").fill("they asked");
    await office.locator("form[action$='/help/do'] button").click();
    await expect(office.locator("[role=status]")).toContainText("withdrawn and erased");
    const code = (await office.locator("h1").textContent()).replace("Supporter ", "");
    await office.goto(`${site.url}/organizer/en/log?action=supporter_erased`);
    await expect(office.locator("main")).toContainText(code);
    await expect(office.locator("main")).not.toContainText(person.email);
  });

  test("the ridings are sorted, filtered and paged by plain links", async ({ office, site }) => {
    await office.goto(`${site.url}/organizer/en`);
    await office.locator("#find-province").selectOption("PE");
    await office.locator("#finder button").click();
    await expect(office.locator(".of-ridings tbody tr")).toHaveCount(4);
    await office.getByRole("link", { name: "All 343 ridings" }).click();
    await expect(office.locator(".of-ridings tbody tr")).toHaveCount(12);
    await office.locator(".of-ridings thead").getByRole("link", { name: "Riding" }).click();
    await expect(office.locator(".of-ridings tbody th").first()).toContainText("Abbotsford");
    await office.locator(".paging").first().getByRole("link", { name: "2", exact: true }).click();
    await expect(office.locator(".of-ridings tbody tr")).toHaveCount(12);
    await expect(office.locator(".of-ridings tbody th").first()).not.toContainText("Abbotsford");
    await office.locator(".folds summary", { hasText: "Provinces and territories" }).click();
    await expect(office.locator(".folds").getByRole("link", { name: "Yukon" })).toBeVisible();
  });

  test("signers are taken out of the count and counted again", async ({ office, site }) => {
    await preview(office, site, "en");
    // Signed a moment ago: the counter is read every two seconds, so two equal answers in a row are right.
    let before = 0;
    await expect.poll(async () => {
      const last = before;
      before = await site.total();
      return before > 0 && before === last;
    }, { intervals: [2_500], timeout: 20_000 }).toBe(true);
    await office.locator("form[action$='/apply'] input[value=invented]").check();
    await office.locator("#field-reason").fill("nobody lives there");
    await office.locator("form[action$='/apply'] button").click();
    await expect(office.locator("h1 + p")).toContainText("Removed.");
    await expect.poll(() => site.total()).toBeLessThan(before);
    await office.locator("#field-reason").fill("they do");
    await office.locator("form[action$='/undo'] button").click();
    await expect(office.locator("h1 + p")).toContainText("Undone");
    await expect.poll(() => site.total()).toBe(before);
  });

  test("what is held is released, with a reason", async ({ office, site }) => {
    await heldGroup(office, site, "en");
    const release = office.locator("form", { has: office.locator("input[name=verdict][value=release]") });
    await release.locator("#field-reason-release").fill("a school wrote together");
    await release.locator("button").click();
    await expect(office).toHaveURL(/\/held\/(?!rule)[^/]+$/);
    await expect(office.locator("main")).toContainText("a school wrote together");
    // The next test finds no form of this group on its way.
    await expect.poll(async () => {
      await site.works();
      await office.goto(`${site.url}/organizer/en/held`);
      return office.locator(".ledger tbody tr").first().textContent();
    }).toContain("Released");
    floods.delete(site);
  });

  test("a part of what is held is discarded, and put back", async ({ office, site }) => {
    await heldGroup(office, site, "en");
    await office.locator("form[action$='/held/group'] button").last().click();
    const discard = office.locator("form", { has: office.locator("input[name=verdict][value=discard]") });
    await discard.locator("button").click();
    await expect(office.locator(".field.wrong .error"), "not without a reason").toBeVisible();
    await discard.locator("#field-reason-discard").fill("made up");
    await discard.locator("button").click();
    await expect(office).toHaveURL(/\/held\/(?!rule)[^/]+$/);
    const state = (words) => expect.poll(async () => {
      await site.works();
      await office.reload();
      return office.locator("main [role=status]").first().textContent();
    }, { message: words }).toContain(words);
    await state("Discarded.");
    await office.locator("form[action$='/undo'] button").click();
    await expect(office.locator(".field.wrong .error"), "not without a reason").toBeVisible();
    await office.locator("form[action$='/undo'] input[name=reason]").fill("a choir");
    await office.locator("form[action$='/undo'] button").click();
    await expect(office.locator("main")).toContainText("a choir");
    await state("Waiting again.");
    await office.goto(`${site.url}/organizer/en/held`);
    await expect(office.locator("form[action$='/held/group'] button").first()).toBeVisible();
  });

  test("letters are paused, their writers told, and let go again", async ({ office, site, browser }) => {
    const signer = await site.signer();
    const url = new URL(signer.manageUrl);
    await office.goto(`${site.url}/organizer/en/letters`);
    await office.getByRole("link", { name: "Pause all letters" }).click();
    await office.locator("#field-reason").fill("a wave of strange letters");
    await office.getByRole("button", { name: "Pause all letters" }).click();
    await expect(office.locator("main [role=status]")).toContainText("a wave of strange letters");
    const writer = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
    const review = async () => {
      await writer.goto(`${url.origin}/en/letter/${OTTAWA.riding}?token=${url.searchParams.get("token")}`);
      await writer.getByRole("button", { name: "See my letter" }).click();
    };
    await review();
    await expect(writer.getByRole("button", { name: "Send it for me" })).toHaveCount(0);
    await expect(writer.locator("main")).toContainText("Sending through us is paused");
    await office.getByRole("link", { name: "Resume letters" }).click();
    await office.locator("#field-reason").fill("it was a school");
    await office.getByRole("button", { name: "Resume letters" }).click();
    await expect(office.getByRole("link", { name: "Pause all letters" })).toBeVisible();
    await review();
    await expect(writer.getByRole("button", { name: "Send it for me" })).toBeVisible();
    await writer.context().close();
  });
});
