// Takes the README's pictures and those of the organizers' and the partners' guide, and one of every page for looking at:
// `npm run pictures -- http://127.0.0.1:3000 [folder]`.
import { mkdirSync } from "node:fs";
import { chromium } from "@playwright/test";

const [site = "http://127.0.0.1:3000", folder = new URL("pictures", import.meta.url).pathname] = process.argv.slice(2);
const everything = process.argv.length > 3;
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } };
const post = (path, body) => fetch(`${site}${path}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

/** The first mail to an address with a link that has such a part, once it has come. */
async function mailed(to, part) {
  for (const until = Date.now() + 20_000; Date.now() < until; ) {
    for (const { links, html } of await (await fetch(`${site}/_local/mailbox.json?to=${to}`)).json()) {
      const link = links.find((link) => link.includes(part));
      if (link) return { link, html };
    }
  }
  throw new Error(`no mail to ${to} came`);
}

async function signer(language) {
  const email = `picture-${language}-${process.pid}@example.org`;
  await post("/v1/pledges", { first_name: "Maëlle", last_name: "Tremblay", email, postal_code: "K1R 7S8", locale: language });
  const { link, html } = await mailed(email, "/confirm?");
  return { link, html, token: new URL(link).searchParams.get("token") };
}

for (const language of ["en", "fr"]) {
  const shots = { campaign: `/${language}` };
  if (everything) {
    const person = await signer(language);
    Object.assign(shots, { privacy: `/${language}/privacy`, "check-your-mail": `/${language}/check-your-mail`, withdrawn: `/${language}/withdrawn`, "bad-link": `/${language}/confirm?token=x`, "not-found": `/${language}/nothing` });
    shots.confirm = new URL(person.link).pathname + new URL(person.link).search;
    shots.later = async (page, take) => {
      const { manage_url } = await (await post("/v1/pledges/confirm", { token: person.token })).json();
      await page.goto(person.link);
      await take("thank-you");
      await page.locator("#share summary").click();
      await take("thank-you-share");
      await page.goto(`${site}/${language}/poster?riding=35079`);
      await take("poster");
      await page.goto(manage_url);
      await take("my-pledge");
      await page.goto(`${site}/${language}`);
      await page.locator("#field-email").fill("marie");
      await page.locator("#field-postal_code").fill("A0A 0B6");
      await page.locator("form[action$='/pledges'] button[type=submit]").last().click();
      await take("errors");
      await page.goto(`${site}/${language}`);
      for (const [field, text] of [["first_name", "Maëlle"], ["last_name", "Tremblay"], ["email", `maelle-${process.pid}@gmial.com`], ["postal_code", "K1R 7S8"]]) await page.locator(`#field-${field}`).fill(text);
      await page.locator("form[action$='/pledges'] button[type=submit]").last().click();
      await page.waitForURL(/check-your-mail/);
      await take("check-your-mail-form");
      await page.goto(`${site}/_local/mailbox`);
      await take("mailbox");
      await page.setContent(person.html);
      await take("mail");
    };
  }
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const colorScheme of everything ? ["light", "dark"] : ["light"]) {
      const page = await browser.newPage({ viewport, colorScheme, reducedMotion: "reduce" });
      const suffix = colorScheme === "dark" ? "-dark" : "";
      const take = (name) => page.screenshot({ path: `${folder}/${name}-${language}-${size}${suffix}.png`, fullPage: everything });
      for (const [name, path] of Object.entries(shots)) {
        if (typeof path === "function") {
          await path(page, take);
        } else {
          await page.goto(site + path);
          await take(name);
        }
      }
      await page.close();
    }
  }
}
const guides = new URL("../../functions/organizer/pictures", import.meta.url).pathname;
const guidePage = () => browser.newPage({ viewport: { width: 960, height: 640 }, reducedMotion: "reduce" });

/** Takes a guide's picture of a page from that place on. A smaller `scale` shows more of it. The address of this site is replaced. */
async function picture(page, language, name, { from = "body", scale = 1 } = {}) {
  await page.evaluate(([from, scale, site]) => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replaceAll(site, "https://example.org").replaceAll(new URL(site).host, "example.org");
    document.documentElement.style.zoom = scale;
    document.querySelector(from).scrollIntoView();
  }, [from, scale, site]);
  await page.screenshot({ path: `${guides}/${name}-${language}.jpg`, type: "jpeg", quality: 60 });
}

/** Asks for a link at a door, and goes in by it. */
async function enter(page, door, email) {
  await page.goto(`${site}/${door}/en/sign-in`);
  await page.locator("#field-email").fill(email);
  await page.locator("form[action$='/sign-in'] button").click();
  await page.goto((await mailed(email, "/open?")).link);
  await page.locator("form[action$='/open'] button").click();
}

// The organizers' guide shows the office as it is, in both languages.
async function organizersGuide(page) {
  await enter(page, "organizer", "organizer@example.org");
  const email = `guide-${process.pid}@example.org`;
  await post("/v1/pledges", { first_name: "Maëlle", last_name: "Tremblay", email, postal_code: "K1R 7S8", locale: "fr" });
  await post("/v1/pledges/confirm", { token: new URL((await mailed(email, "/confirm?")).link).searchParams.get("token") });
  for (const language of ["en", "fr"]) {
    const take = (name, shown) => picture(page, language, name, shown);
    await page.goto(`${site}/organizer/${language}`);
    await take("dashboard");
    await page.goto(`${site}/organizer/${language}/paper`);
    await take("paper", { from: "label[for=field-file]", scale: 0.85 });
    await page.goto(`${site}/organizer/${language}/help`);
    await page.locator("#field-email").fill(email);
    await page.locator("#field-why").fill("picture");
    await page.locator("form[action$='/help/find'] button").click();
    await take("help", { from: "h1" });
  }
}

// The partners' guide shows the pages of an organization. Before that, `organizer` names a contact for it in the office.
async function partnersGuide(page, organizer) {
  const email = `partner-${process.pid}@ccr.example.org`;
  await organizer.goto(`${site}/organizer/en/partners/ccr`);
  await organizer.locator("form[action$='/contacts'] #field-email").fill(email);
  await organizer.locator("form[action$='/contacts'] button").click();
  await enter(page, "partner", email);
  for (const language of ["en", "fr"]) {
    const take = (name, shown) => picture(page, language, name, shown);
    await page.goto(`${site}/partner/${language}/ask`);
    await take("ask", { from: "form", scale: 0.85 });
    await page.goto(`${site}/partner/${language}`);
    await take("partner", { from: "h1", scale: 0.75 });
    await page.goto(`${site}/${language}/partners?partner=ccr`);
    await page.locator("time-to-lead-counter .number").waitFor();
    await take("embed", { from: "#script-title" });
    await page.goto(`${site}/${language}/poster?partner=ccr`);
    await take("poster", { from: ".poster", scale: 0.65 });
  }
}

const [organizer, partner] = [await guidePage(), await guidePage()];
await organizersGuide(organizer);
await partnersGuide(partner, organizer);
await browser.close();
