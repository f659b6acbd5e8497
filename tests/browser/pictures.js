// Takes the README's pictures and those of the organizers' guide, and one of every page for looking at:
// `npm run pictures -- http://127.0.0.1:3000 [folder]`.
import { mkdirSync } from "node:fs";
import { chromium } from "@playwright/test";

const [site = "http://127.0.0.1:3000", folder = new URL("pictures", import.meta.url).pathname] = process.argv.slice(2);
const everything = process.argv.length > 3;
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } };
const post = (path, body) => fetch(`${site}${path}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

async function signer(language) {
  const email = `picture-${language}-${process.pid}@example.org`;
  await post("/v1/pledges", { first_name: "Maëlle", last_name: "Tremblay", email, postal_code: "K1R 7S8", locale: language });
  let mails = [];
  for (const until = Date.now() + 20_000; mails.length === 0 && Date.now() < until; ) mails = await (await fetch(`${site}/_local/mailbox.json?to=${email}`)).json();
  const link = mails[0].links.find((l) => l.includes("/confirm?"));
  return { link, html: mails[0].html, token: new URL(link).searchParams.get("token") };
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
// The organizers' guide shows the office as it is, in both languages.
async function guide() {
  const to = new URL("../../functions/organizer/pictures", import.meta.url).pathname;
  const page = await browser.newPage({ viewport: { width: 960, height: 640 }, reducedMotion: "reduce" });
  await page.goto(`${site}/organizer/en/sign-in`);
  await page.locator("#field-email").fill("organizer@example.org");
  await page.locator("form[action$='/sign-in'] button").click();
  let mails = [];
  for (const until = Date.now() + 20_000; mails.length === 0 && Date.now() < until; ) mails = await (await fetch(`${site}/_local/mailbox.json?to=organizer@example.org`)).json();
  await page.goto(mails[0].links.find((l) => l.includes("/open?")));
  await page.locator("form[action$='/open'] button").click();
  const email = `guide-${process.pid}@example.org`;
  await post("/v1/pledges", { first_name: "Maëlle", last_name: "Tremblay", email, postal_code: "K1R 7S8", locale: "fr" });
  let forms = [];
  for (const until = Date.now() + 20_000; forms.length === 0 && Date.now() < until; ) forms = await (await fetch(`${site}/_local/mailbox.json?to=${email}`)).json();
  await post("/v1/pledges/confirm", { token: new URL(forms[0].links.find((l) => l.includes("/confirm?"))).searchParams.get("token") });
  for (const language of ["en", "fr"]) {
    const take = (name) => page.screenshot({ path: `${to}/${name}-${language}.jpg`, type: "jpeg", quality: 60 });
    await page.goto(`${site}/organizer/${language}`);
    await take("dashboard");
    await page.goto(`${site}/organizer/${language}/paper`);
    await page.evaluate(() => document.querySelector("label[for=field-pasted]").scrollIntoView());
    await take("paper");
    await page.goto(`${site}/organizer/${language}/help`);
    await page.locator("#field-email").fill(email);
    await page.locator("#field-why").fill("picture");
    await page.locator("form[action$='/help/find'] button").click();
    await page.evaluate(() => document.querySelector("h1").scrollIntoView());
    await take("help");
  }
  await page.close();
}

await guide();
await browser.close();
