// After signing: one's own link, the poster that opens it, and names of ridings that break in the right place.
import { LANGUAGES, OTTAWA, expect, fillIn, submitButton, test } from "./site.js";

/** The riding whose name is the longest: Côte-du-Sud—Rivière-du-Loup—Kataskomiq—Témiscouata. */
const LONG = "24020";

test("a script offers the device's own sheet first, and the page has one main button with it and without", async ({ page, site, browser }) => {
  await page.addInitScript(() => {
    navigator.share = async (shared) => void (window.shared = shared);
  });
  const signer = await site.signer();
  await page.goto(signer.confirmLink);
  const main = page.locator("main .button:not(.quiet)");
  await expect(main).toHaveText("Share…");
  await main.click();
  const { url, text } = await page.evaluate(() => window.shared);
  expect(url).toMatch(/\/en\?riding=35079&via=[\w-]{12}$/);
  expect(text).not.toBe("");
  await expect(page.locator("#field-server")).toBeHidden();
  const tools = page.locator(".share-tools button, .places a");
  await expect(tools).toHaveText(["Share…", "Copy the link", "Text message", "WhatsApp", "Email", "Facebook", "X", "Bluesky"]);

  const plain = await browser.newPage({ javaScriptEnabled: false });
  await plain.goto(page.url());
  await expect(plain.locator("main .button:not(.quiet)")).toHaveText("Read the letter");
  await expect(plain.locator(".share-tools button")).toHaveCount(0);
  await expect(plain.locator("#share .share")).toBeVisible();
  await expect(plain.locator(".places a")).toHaveCount(6);
  await plain.close();
});

test("the one who is invited sees the box, and joins by the code from the message", async ({ page, site }) => {
  const signer = await site.signer();
  await page.goto(signer.confirmLink);
  const link = await page.locator("#share .share").getAttribute("href");
  await page.goto(link);
  await expect(page.locator("#field-via")).toBeChecked();
  const person = site.person();
  await fillIn(page, person);
  await submitButton(page).click();
  const { text } = await site.mail(person.email, "confirm");
  await page.locator("[name=code]").fill(text.match(/\b\d{6}\b/)[0]);
  await page.locator("form:has([name=code]) button").click();
  await expect(page).toHaveURL(/thank-you/);
  await expect(page.locator("#share")).toContainText("From 3 people on");
});

for (const language of LANGUAGES) {
  test(`the poster prints on one page, in ${language}`, async ({ page, site }) => {
    await site.signer();
    for (const query of ["", `?riding=${LONG}&partner=ccr&via=AAAAAAAAAAAA`]) {
      await page.goto(`${site.url}/${language}/poster${query}`);
      for (const format of ["A4", "Letter"]) {
        const pdf = await page.pdf({ format, printBackground: true });
        const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g).length;
        expect(pages, `${format} ${query}`).toBe(1);
      }
      // Browsers leave margins of about a centimetre and a half.
      for (const format of ["A4", "Letter"]) {
        const margin = { top: "15mm", bottom: "15mm", left: "15mm", right: "15mm" };
        const pdf = await page.pdf({ format, margin });
        expect(pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g).length, `${format} with margins`).toBe(1);
      }
    }
  });

  test(`no line begins with the dash of a riding's name, in ${language}`, async ({ page, site }) => {
    const broken = () =>
      page.evaluate(() => {
        const wrong = [];
        const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
        let dashes = 0;
        for (let text = texts.nextNode(); text; text = texts.nextNode()) {
          const content = text.data;
          for (let at = content.indexOf("—"); at > 0; at = content.indexOf("—", at + 1)) {
            const before = content[at - 1] === "\u2060" ? at - 2 : at - 1;
            const top = (place) => {
              const range = document.createRange();
              range.setStart(text, place);
              range.setEnd(text, place + 1);
              return range.getBoundingClientRect().top;
            };
            if (!text.parentElement.offsetParent) continue;
            dashes += 1;
            if (Math.abs(top(at) - top(before)) > 2) wrong.push(content.trim());
          }
        }
        return { wrong, dashes };
      });
    let without = 0;
    for (const width of [280, 320, 360, 390, 480, 1280]) {
      await page.setViewportSize({ width, height: 700 });
      for (const path of ["ridings", `ridings/${LONG}`, `poster?riding=${LONG}`]) {
        await page.goto(`${site.url}/${language}/${path}`);
        const { wrong, dashes } = await broken();
        expect(dashes, path).toBeGreaterThan(0);
        expect(wrong, `${path} at ${width}`).toEqual([]);
        await page.evaluate(() => {
          const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
          for (let text = texts.nextNode(); text; text = texts.nextNode()) text.data = text.data.replaceAll("\u2060", "");
        });
        without += (await broken()).wrong.length;
      }
    }
    expect(without, "without the joiners some lines would begin so").toBeGreaterThan(0);
  });

  test(`a postal code finds the riding without scripts, in ${language}`, async ({ browser, site }) => {
    const page = await browser.newPage({ javaScriptEnabled: false });
    await page.goto(`${site.url}/${language}/ridings`);
    await page.locator("#find-postal-code").fill(OTTAWA.postalCode);
    await page.locator("form:has(#find-postal-code) button").click();
    await expect(page).toHaveURL(`${site.url}/${language}/ridings/${OTTAWA.riding}`);
    await page.goto(`${site.url}/${language}/ridings`);
    await page.locator("#find-postal-code").fill("K1A 0A6");
    await page.locator("form:has(#find-postal-code) button").click();
    await expect(page).toHaveURL(`${site.url}/${language}/ridings`);
    expect(await page.locator("main li a").count()).toBeGreaterThan(1);
    await page.close();
  });
}
