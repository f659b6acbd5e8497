// Every page in both languages, on a phone and a desktop: accessible, readable, nothing cut off.
import { AxeBuilder } from "@axe-core/playwright";
import { gzipSync } from "node:zlib";
import { DESKTOP, LANGUAGES, OTTAWA, PHONE, expect, fillIn, overflow, submitButton, test } from "./site.js";

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

async function signInPage(page, site, language, overrides) {
  await page.goto(`${site.url}/${language}`);
  await fillIn(page, site.person(overrides));
  await submitButton(page).click();
}

/** Two people whose forms came to one mailbox. The second is counted; the first is to say who they are. */
async function coupleAt(site, language) {
  const first = await site.couple({ locale: language }, { firstName: "Jean" });
  const token = new URL(first.confirmLink).searchParams.get("token");
  const body = JSON.stringify({ token });
  const counted = await fetch(`${site.url}/v1/pledges/confirm`, { method: "POST", headers: { "content-type": "application/json" }, body });
  expect(counted.status).toBe(200);
  return first;
}

/** The way to each page; every page of the product is here. */
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
  "check your mail without a form": async (page, site, language) => page.goto(`${site.url}/${language}/check-your-mail`),
  "check your mail": async (page, site, language) => {
    await signInPage(page, site, language, { email: `marie${Date.now()}@gmial.com` });
    await expect(page).toHaveURL(/check-your-mail\?draft=/);
  },
  "check your mail with an error": async (page, site, language) => {
    await signInPage(page, site, language, { email: `marie${Date.now()}@gmail.com` });
    await page.locator("#field-email").fill("marie");
    await page.locator("form.fix button").click();
    await expect(page.locator(".error-summary")).toBeVisible();
  },
  "an invitation": async (page, site, language) => page.goto(`${site.url}/${language}?riding=35079&partner=ccr`),
  poster: async (page, site, language) => page.goto(`${site.url}/${language}/poster?riding=35079`),
  "check your mail with an inbox to open": async (page, site, language) => {
    await signInPage(page, site, language, { email: `marie${Date.now()}@gmail.com` });
    await expect(page.locator("a[href*='mail.google.com']")).toBeVisible();
  },
  "check your mail with a wrong code": async (page, site, language) => {
    await signInPage(page, site, language);
    await page.locator("#field-code").fill("12345");
    await page.locator("form[action$='/check-your-mail'] button").click();
    await expect(page.locator("#error-code")).toBeVisible();
    await expect(page.locator("#field-code")).toHaveAttribute("aria-invalid", "true");
  },
  confirm: async (page, site, language) => {
    const { confirmLink } = await site.mailed({ locale: language });
    await page.goto(confirmLink);
    await expect(page.locator("main .facts")).toContainText(OTTAWA.name[language]);
  },
  "confirm with everything": async (page, site, language) => {
    const first = await site.couple({ locale: language, comment: "Please.\nFor my children.", partner: "ccr" }, { firstName: "Jean" });
    await page.goto(first.confirmLink);
    await expect(page.locator("#field-credit")).toBeChecked();
    await expect(page.locator("section[aria-labelledby=others] a")).toHaveCount(1);
  },
  "confirm from abroad": async (page, site, language) => {
    const { confirmLink } = await site.mailed({ locale: language, postalCode: undefined, country: "FR" });
    await page.goto(confirmLink);
    await expect(page.locator("main .facts")).toContainText("France");
  },
  "confirm while it is corrected": async (page, site, language) => {
    await PAGES.confirm(page, site, language);
    await page.locator("details.correct > summary").click();
    await expect(page.locator("#field-first_name")).toBeVisible();
  },
  "confirm with errors": async (page, site, language) => {
    await PAGES["confirm while it is corrected"](page, site, language);
    for (const field of ["first_name", "last_name", "postal_code"]) await page.locator(`#field-${field}`).fill("");
    await page.locator("main form > button[type=submit]").click();
    await expect(page.locator(".error-summary")).toBeFocused();
    await expect(page.locator("#error-postal_code")).toBeVisible();
  },
  "confirm where somebody is counted": async (page, site, language) => {
    await page.goto((await coupleAt(site, language)).confirmLink);
    await expect(page.locator("input[name=who]")).toHaveCount(2);
  },
  "confirm where nobody says who it is": async (page, site, language) => {
    await PAGES["confirm where somebody is counted"](page, site, language);
    await page.locator("main form > button[type=submit]").click();
    await expect(page.locator("#error-who")).toBeVisible();
  },
  "not me": async (page, site, language) => {
    await page.goto((await site.mailed({ locale: language })).notMeLink);
    await expect(page.locator("form[action$='/not-me'] button")).toBeVisible();
  },
  "no mail any more": async (page, site, language) => {
    await PAGES["not me"](page, site, language);
    await page.locator("form[action$='/not-me'] button").click();
    await expect(page.locator("form[action$='/not-me']")).toHaveCount(0);
  },
  "mail again": async (page, site, language) => {
    const { notMeLink } = await site.mailed({ locale: language });
    await page.goto(notMeLink);
    await page.locator("form[action$='/not-me'] button").click();
    await page.goto(notMeLink);
    await expect(page.locator("form[action$='/not-me'] button[name=again]")).toBeVisible();
  },
  "thank you": async (page, site, language) => {
    const signer = await site.signer({ locale: language });
    await page.goto(signer.confirmLink);
    await expect(page).toHaveURL(/thank-you/);
  },
  "thank you with every step open": async (page, site, language) => {
    const signer = await site.signer({ locale: language });
    await page.goto(signer.confirmLink);
    await page.evaluate(() => document.querySelectorAll("details").forEach((step) => { step.removeAttribute("name"); step.open = true; }));
  },
  "thank you with a server that is none": async (page, site, language) => {
    const signer = await site.signer({ locale: language });
    await page.goto(signer.confirmLink);
    await page.goto(`${page.url()}&server=nowhere`);
  },
  "my pledge": async (page, site, language) => {
    const signer = await site.signer({ locale: language });
    await page.goto(signer.manageUrl);
  },
  "my pledge with a name that cannot be": async (page, site, language) => {
    const signer = await site.signer({ locale: language });
    await page.goto(signer.manageUrl);
    await page.locator("#field-first_name").fill("www.example.org");
    await page.locator("form[action$='/my-pledge/name'] button").click();
    await expect(page.locator(".error-summary")).toBeVisible();
  },
  "my pledge where no mail goes": async (page, site, language) => {
    const signer = await site.signer({ locale: language });
    await site.mail(signer.email, "confirmed");
    const mailbox = await (await fetch(`${site.url}/_local/mailbox?to=${encodeURIComponent(signer.email)}`)).text();
    const [mail] = mailbox.match(/\/_local\/mailbox\/confirmed-[\w-]+/);
    expect((await fetch(`${site.url}${mail}/complained`, { method: "POST" })).ok).toBe(true);
    await page.goto(signer.manageUrl);
    await expect(page.locator(".message")).toBeVisible();
  },
  "stop the news": async (page, site, language) => {
    const signer = await site.signer({ locale: language, consents: { updates: true } });
    const { links } = await site.mail(signer.email, "confirmed");
    await page.goto(links.find((link) => link.includes("/updates/stop?")));
  },
  "no more news": async (page, site, language) => {
    await PAGES["stop the news"](page, site, language);
    await page.locator("article button").click();
    await expect(page.locator("article form")).toHaveCount(0);
  },
  withdrawn: async (page, site, language) => page.goto(`${site.url}/${language}/withdrawn?at=${Math.floor(Date.now() / 1000)}`),
  "a lost link": async (page, site, language) => page.goto(`${site.url}/${language}/my-pledge`),
  "a link that is not valid": async (page, site, language) => page.goto(`${site.url}/${language}/confirm?token=x`),
  "not found": async (page, site, language) => page.goto(`${site.url}/${language}/nothing-here`),
};

for (const language of LANGUAGES) {
  for (const [name, open] of Object.entries(PAGES)) {
    test(`${name} in ${language} is accessible and fits`, async ({ page, site }) => {
      await page.setViewportSize(PHONE);
      await open(page, site, language);
      for (const [size, viewport] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
        await page.setViewportSize(viewport);
        for (const colorScheme of ["light", "dark"]) {
          await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
          const { violations } = await new AxeBuilder({ page }).withTags(WCAG).analyze();
          const found = violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.target).join(", ")}`);
          expect(found, `${size}, ${colorScheme}`).toEqual([]);
          expect(await overflow(page), `${size}: nothing sticks out sideways`).toBeLessThanOrEqual(0);
          await page.screenshot({ path: `results/screens/${name.replaceAll(" ", "-")}-${language}-${size}-${colorScheme}.png`, fullPage: true });
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

for (const language of LANGUAGES) {
  test(`the first view in ${language} weighs under 60 KB and asks nobody else`, async ({ page, site }) => {
    const bodies = [];
    page.on("response", (response) => bodies.push(response.body().then((body) => [response.url(), response.headers()["content-type"] ?? "", body])));
    await page.goto(`${site.url}/${language}`, { waitUntil: "networkidle" });
    // A font is compressed already; everything else is gzipped on its way, as the site does it itself for what is public.
    const loaded = await Promise.all(bodies);
    const weights = loaded.map(([url, type, body]) => [url, type.startsWith("font/") ? body.length : gzipSync(body).length]);
    const total = weights.reduce((sum, [, bytes]) => sum + bytes, 0);
    console.log(`first view in ${language}: ${(total / 1024).toFixed(1)} KB`, weights.map(([url, bytes]) => `${new URL(url).pathname} ${bytes}`).join(", "));
    expect(total).toBeLessThan(60 * 1024);
    for (const [url] of weights) expect(url.startsWith(site.url)).toBe(true);
  });

  test(`on a phone the first field is in sight at once, in ${language}`, async ({ page, site }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of ["", "?riding=35079"]) {
      await page.goto(`${site.url}/${language}${path}`);
      const bottom = (selector) => page.locator(selector).evaluate((element) => element.getBoundingClientRect().bottom);
      expect(await bottom("#field-first_name"), path).toBeLessThanOrEqual(844);
      expect(await bottom("h1")).toBeLessThan(await bottom("#counter"));
      expect(await bottom("#counter")).toBeLessThan(await bottom("#field-first_name"));
    }
  });

  test(`on a desktop the number, the pledge and the asks stand beside the form, in ${language}`, async ({ page, site }) => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto(`${site.url}/${language}`);
    const box = (selector) => page.locator(selector).first().boundingBox();
    const form = await box("#sign");
    for (const beside of ["h1", "#counter", ".promise .pledge", ".asks h2", ".asks li:nth-child(3) h3"]) {
      const { x, y, width, height } = await box(beside);
      expect(x + width, beside).toBeLessThan(form.x);
      expect(y + height, beside).toBeLessThanOrEqual(800);
    }
    for (const field of ["first_name", "last_name", "email", "postal_code"]) {
      const { y, height } = await box(`#field-${field}`);
      expect(y + height, field).toBeLessThanOrEqual(800);
    }
    expect((await box(".who-may-sign")).y).toBeLessThan((await box("#field-first_name")).y);
    await expect(page.locator(".pledge:visible"), "the pledge is shown once").toHaveCount(1);
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    console.log(`campaign page in ${language}: ${height} px on a desktop`);
    expect(height).toBeLessThan(2_000);
    await page.setViewportSize({ width: 390, height: 844 });
    await expect(page.locator(".pledge:visible"), "and stands above the button on a phone").toHaveCount(1);
    expect((await box(".signed .pledge")).y).toBeGreaterThan((await box("#field-postal_code")).y);
  });

  test(`nothing moves when the count arrives, in ${language}`, async ({ page, site }) => {
    await page.addInitScript(() => {
      window.shifts = [];
      new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map((entry) => entry.value))).observe({ type: "layout-shift", buffered: true });
    });
    await page.goto(`${site.url}/${language}`);
    const count = page.locator("#counter [data-count]");
    const before = await count.getAttribute("data-count");
    await site.signer();
    await expect(count).not.toHaveAttribute("data-count", before, { timeout: 30_000 });
    expect((await page.evaluate(() => window.shifts)).reduce((sum, value) => sum + value, 0)).toBeLessThan(0.01);
  });
}

test("the goal on an open page moves on when it is reached", async ({ page, site }) => {
  let total = 998;
  await page.route("**/v1/counter", (route) => route.fulfill({ json: { total, goal: total < 1000 ? 1000 : 2500 } }));
  await page.clock.install();
  await page.goto(`${site.url}/en`);
  total = 1001;
  await page.clock.runFor(15_000);
  await expect(page.locator("#counter .goal")).toHaveText("1,000 reached. Our next goal: 2,500");
  await expect(page.locator("#counter progress")).toHaveJSProperty("max", 2500);
});

test("at 400 % zoom the way from the form to the thank-you stays usable", async ({ page, site }) => {
  // WCAG 2.2, 1.4.10: 1280 px at 400 % are 320 px.
  await page.setViewportSize({ width: 320, height: 256 });
  const fits = async () => expect(await overflow(page)).toBeLessThanOrEqual(0);
  const person = site.person();
  await page.goto(`${site.url}/fr`);
  await fits();
  await fillIn(page, person);
  await submitButton(page).click();
  await expect(page).toHaveURL(/check-your-mail\?draft=/);
  await fits();
  const mail = await site.mail(person.email, "confirm");
  await page.goto(mail.links.find((link) => link.includes("/confirm?")));
  await fits();
  await page.locator("details.correct > summary").click();
  await fits();
  await page.locator("main form > button[type=submit]").click();
  await expect(page).toHaveURL(/thank-you/);
  await page.locator("#share summary").click();
  await fits();
});

test("the poster alone comes out on paper", async ({ page, site }) => {
  await page.goto(`${site.url}/en/poster?riding=35079`);
  await expect(page.locator("[data-print]")).toBeVisible();
  await page.emulateMedia({ media: "print" });
  await expect(page.locator(".poster svg")).toBeVisible();
  for (const beside of [".beside-poster", ".masthead", ".colophon"]) await expect(page.locator(beside)).toBeHidden();
});
