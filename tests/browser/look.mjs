import { chromium } from "@playwright/test";
import { AxeBuilder } from "@axe-core/playwright";
const site = "http://127.0.0.1:3111";
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
await page.goto(`${site}/organizer/en/sign-in`);
await page.locator("#email").fill("organizer@example.org");
await page.locator("main button").click();
await page.waitForURL(/check-your-mail/);
let mails = [];
while (mails.length === 0) mails = await (await fetch(`${site}/_local/mailbox.json?to=organizer@example.org`)).json();
await page.goto(mails[0].links.find((l) => l.includes("/open?")));
await page.locator("main form button").last().click();
await page.waitForURL(/\/organizer\/en$/);
const rooms = process.argv[2] ? process.argv[2].split(",") : ["", "/team", "/integrity", "/paper", "/downloads"];
for (const room of rooms) for (const width of [320, 1280]) {
  const lang = width === 320 ? "fr" : "en";
  await page.setViewportSize({ width, height: 800 });
  await page.goto(`${site}/organizer/${lang}${room}`);
  const wide = await page.evaluate(() => [...document.querySelectorAll("main *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".table-frame")).map((e) => `${e.tagName}.${e.className} ${Math.round(e.getBoundingClientRect().right)}`).slice(0, 8));
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a","wcag2aa","wcag21aa","wcag22aa","best-practice"]).analyze();
  console.log(room, width, wide, await page.evaluate(() => document.documentElement.scrollWidth), violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target + n.html.slice(0, 150)).slice(0, 3)}`));
  await page.screenshot({ path: `/tmp/look${room.replace("/", "-")}-${width}.png`, fullPage: true });
}
if (process.argv[3]) {
  await page.goto(`${site}/organizer/en/integrity`);
  await page.locator("form[action*='/examine'] button").click();
  await page.screenshot({ path: `/tmp/look-patterns.png`, fullPage: true });
  await page.goto(`${site}/organizer/en/integrity`);
  await page.locator("#mail_domain").fill("example.org");
  await page.locator("form[action$='/preview'] button").last().click();
  await page.screenshot({ path: `/tmp/look-preview.png`, fullPage: true });
  await page.locator("input[value=invented]").check();
  await page.locator("#reason").fill("made up");
  await page.locator("form[action$='/apply'] button").click();
  await page.screenshot({ path: `/tmp/look-applied.png`, fullPage: true });
  await page.goto(`${site}/en/integrity`);
  await page.screenshot({ path: `/tmp/look-public.png`, fullPage: true });
}
await browser.close();
