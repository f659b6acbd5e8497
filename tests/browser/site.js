// The local site as the tests use it: one for each worker, in memory, on a port of its own.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { test as base, expect } from "@playwright/test";

export { expect };

export const LANGUAGES = ["en", "fr"];
export const PHONE = { width: 320, height: 640 };
export const DESKTOP = { width: 1280, height: 900 };

/** A postal code with one riding, and the riding the table gives it. */
export const OTTAWA = { postalCode: "K1R 7S8", riding: "35079", name: { en: "Ottawa Centre", fr: "Ottawa-Centre" } };

/** The people of one mail domain who are mailed in an hour. Each person of the tests has a domain, except in a flood. */
export const MAILS_PER_MAIL_DOMAIN = 10;

/** All tests of a worker come from one network, and go faster than the people of one do. */
const LIMITS = ["SubmissionsPerNetwork=100000", "MailsPerPair=100000", "MailsPerNetwork=100000", `MailsPerMailDomain=${MAILS_PER_MAIL_DOMAIN}`].flatMap((limit) => ["--set", limit]);

/** Starts the site, which `cargo build --workspace --bins` built, and resolves to its address once it has printed it. */
export async function start() {
  const child = spawn("target/debug/local", ["--port", "0", "--memory", ...LIMITS], {
    cwd: new URL("../..", import.meta.url),
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, RUST_LOG: "warn" },
    detached: true,
  });
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([once(lines, "line"), once(child, "exit").then(() => [""])]);
  const url = first[0].match(/https?:\/\/\S+/)?.[0]?.replace(/\/$/, "");
  if (!url) throw new Error("the local site did not start");
  return { url, child };
}

/** Stops a site as a service manager does. */
export async function stop(child) {
  process.kill(-child.pid, "SIGTERM");
  await once(child, "exit");
}

let people = 0;

export const test = base.extend({
  site: [
    async ({}, use) => {
      const { url, child } = await start();
      await use(new Site(url));
      await stop(child);
    },
    { scope: "worker", timeout: 600_000 },
  ],
  // The origins whose requests are expected; a test that plays another site adds its own.
  origins: async ({ site }, use) => use([site.url]),
  // Every page of every test: nothing from elsewhere, no script error, no cookie.
  page: async ({ page, origins, context }, use) => {
    const problems = [];
    page.on("pageerror", (error) => problems.push(`script error: ${error.message}`));
    page.on("console", (message) => {
      // A refused form is a 422 and a missing page a 404: Chromium logs both, and both are meant.
      const expected = /status of (4\d\d|503)/.test(message.text());
      if (message.type() === "error" && !expected) problems.push(`console: ${message.text()}`);
    });
    page.on("request", (request) => {
      const url = request.url();
      if (!origins.some((origin) => url.startsWith(`${origin}/`)) && !url.startsWith("data:")) problems.push(`request to elsewhere: ${url}`);
    });
    await use(page);
    expect(problems).toEqual([]);
    expect(await context.cookies()).toEqual([]);
  },
});

export class Site {
  constructor(url) {
    this.url = url;
  }

  /** Does all scheduled work now, such as the mailer's minute and the hour's count, which would come by themselves later. */
  async works() {
    expect((await fetch(`${this.url}/_local/schedules`, { method: "POST" })).status).toBe(204);
  }

  /** Makes somebody new, whom no other test uses. */
  person(overrides = {}) {
    people += 1;
    const email = `person${process.pid}x${people}@town${people}.example`;
    return { firstName: "Maëlle", lastName: "Tremblay-Roy", email, postalCode: OTTAWA.postalCode, ...overrides };
  }

  /** Waits for a mail of that kind to that address, and returns the newest. */
  async mail(to, kind) {
    let found;
    await expect
      .poll(async () => {
        const mails = await (await fetch(`${this.url}/_local/mailbox.json?to=${encodeURIComponent(to)}`)).json();
        found = mails.find((mail) => mail.kind === kind);
        return Boolean(found);
      }, { message: `a "${kind}" mail`, timeout: 20_000 })
      .toBe(true);
    return found;
  }

  async total() {
    return (await (await fetch(`${this.url}/v1/counter`)).json()).total;
  }

  /** Sends the form through the API. */
  async submit(person) {
    const { firstName, lastName, email, postalCode, locale = "en", country, comment, partner, consents } = person;
    const body = { first_name: firstName, last_name: lastName, email, postal_code: postalCode, country, comment, partner, locale, consents };
    const sent = await fetch(`${this.url}/v1/pledges`, post(body));
    expect(sent.status).toBe(202);
  }

  /** Sends the form of somebody new, and returns them with the links of their mail. */
  async mailed(overrides = {}) {
    const person = this.person(overrides);
    await this.submit(person);
    const { links } = await this.mail(person.email, "confirm");
    return { ...person, confirmLink: links.find((link) => link.includes("/confirm?")), notMeLink: links.find((link) => link.includes("/not-me?")) };
  }

  /** Sends the forms of two people at one mailbox, and waits until its link shows both. Returns the first person, who has the link. */
  async couple(first, second) {
    const person = await this.mailed(first);
    await this.submit({ ...person, ...second });
    await expect.poll(async () => (await fetch(person.confirmLink)).text(), { message: "both forms" }).toContain("&amp;form=");
    return person;
  }

  /** Signs and confirms through the API, for tests that begin with a signer. */
  async signer(overrides = {}) {
    const person = await this.mailed(overrides);
    const token = new URL(person.confirmLink).searchParams.get("token");
    const confirmed = await (await fetch(`${this.url}/v1/pledges/confirm`, post({ token, consents: person.consents }))).json();
    expect(confirmed.status).toBe("confirmed");
    return { ...person, manageUrl: confirmed.manage_url, total: confirmed.total };
  }

  /** Counts one more person and returns the exact total, once the counter, which may be two seconds old, says the same. */
  async settled() {
    const { total } = await this.signer();
    await expect.poll(() => this.total(), { message: "the counter knows everybody" }).toBe(total);
    return total;
  }
}

const post = (body) => ({ method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

/** Fills in the form as it stands on the page. */
export async function fillIn(page, person) {
  await page.locator("#field-first_name").fill(person.firstName);
  await page.locator("#field-last_name").fill(person.lastName);
  await page.locator("#field-email").fill(person.email);
  await page.locator("#field-postal_code").fill(person.postalCode);
}

/** Looks at each picture of a guide, which loads when it is reached. */
export async function showsPictures(page, number) {
  const pictures = page.locator("main img");
  await expect(pictures).toHaveCount(number);
  for (const picture of await pictures.all()) {
    await picture.scrollIntoViewIfNeeded();
    await expect.poll(() => picture.evaluate((image) => [image.naturalWidth, image.naturalHeight])).toEqual([960, 640]);
  }
}

/** Returns the code in a mail, which stands alone on its line. */
export const codeOf = (mail) => mail.text.match(/^\d{6}$/m)[0];

/** Returns the kept data that a page lists, by name. */
export const factsOf = async (page) => Object.fromEntries(await page.locator("main .facts > div").evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent))));

/** The pixels that stick out sideways, of the page or, on a phone, of a table within its frame. Folded parts count too. */
export const overflow = (page) =>
  page.evaluate(() => {
    const folded = document.querySelectorAll("details:not([open])");
    const fold = (open) => folded.forEach((details) => details.toggleAttribute("open", open));
    fold(true);
    const tables = window.innerWidth < 576 ? [...document.querySelectorAll(".table-frame")] : [];
    const most = Math.max(document.documentElement.scrollWidth - window.innerWidth, ...tables.map((frame) => frame.scrollWidth - frame.clientWidth));
    fold(false);
    return most;
  });

export const submitButton = (page) => page.locator("form[action$='/pledges'] button[type=submit]").last();
