// A supporter's way through the site, with and without JavaScript, in both languages.
import { DESKTOP, LANGUAGES, OTTAWA, PHONE, codeOf, expect, factsOf, fillIn, submitButton, test } from "./site.js";

const confirmButton = (page) => page.locator("form[action$='/confirm'] > button[type=submit]");

for (const language of LANGUAGES) {
  for (const javaScriptEnabled of [true, false]) {
    test.describe(`${language}, ${javaScriptEnabled ? "with" : "without"} JavaScript`, () => {
      test.use({ javaScriptEnabled, viewport: PHONE, isMobile: true, hasTouch: true });

      test("someone signs, confirms, moves and withdraws", async ({ page, site }) => {
        const person = site.person();
        const before = await site.settled();
        await page.goto(`${site.url}/${language}`);
        await expect(page.locator("html")).toHaveAttribute("lang", new RegExp(`^${language}`));
        await fillIn(page, person);
        await submitButton(page).click();
        await expect(page).toHaveURL(new RegExp(`/${language}/check-your-mail\\?draft=`));
        expect(await site.total()).toBe(before);

        const mail = await site.mail(person.email, "confirm");
        expect(mail.locale).toBe(language);
        await page.goto(mail.links.find((link) => link.includes("/confirm?")));
        await expect(page.locator("main")).toContainText(OTTAWA.name[language]);
        expect(await site.total()).toBe(before);
        await expect(page.locator("#field-updates")).not.toBeChecked();
        await confirmButton(page).click();
        await expect(page).toHaveURL(new RegExp(`/${language}/thank-you`));
        await expect(page.locator("main")).toContainText(OTTAWA.name[language]);
        await expect.poll(() => site.total()).toBe(before + 1);

        await page.locator("main a[href*='/my-pledge']").click();
        await expect(page.locator("main")).toContainText(person.email);
        await page.locator("#field-postal_code").fill("V5K 0A1");
        await page.locator("form[action$='/my-pledge/riding'] button[type=submit]").click();
        await expect(page.getByRole("status").first()).toBeVisible();
        await expect(page.locator("main")).toContainText("V5K 0A1");

        await page.locator("details:has(form[action$='/my-pledge/withdraw']) > summary").click();
        await page.locator("form[action$='/my-pledge/withdraw'] button[type=submit]").click();
        await expect(page).toHaveURL(new RegExp(`/${language}/withdrawn\\?at=`));
        await expect.poll(() => site.total()).toBe(before);
        await site.mail(person.email, "withdrawn");
      });

      test("someone signs by the code, mistyped once", async ({ page, site }) => {
        const person = site.person();
        const before = await site.settled();
        await page.goto(`${site.url}/${language}`);
        await fillIn(page, person);
        await submitButton(page).click();
        await expect(page).toHaveURL(new RegExp(`/${language}/check-your-mail\\?draft=`));
        const code = codeOf(await site.mail(person.email, "confirm"));
        const field = page.locator("#field-code");
        await expect(field).toHaveAttribute("autocomplete", "one-time-code");
        await expect(field).toHaveAttribute("inputmode", "numeric");
        await field.fill(String((Number(code) + 1) % 1_000_000).padStart(6, "0"));
        await page.locator("form[action$='/check-your-mail'] button").click();
        await expect(page.locator(".error-summary a")).toHaveAttribute("href", "#field-code");
        await expect(page.locator("#error-code")).toBeVisible();
        await expect(page.locator("main"), "the page still knows its form").toContainText(person.email);
        expect(await site.total()).toBe(before);
        await field.fill(` ${code.slice(0, 3)}-${code.slice(3)} `);
        await page.locator("form[action$='/check-your-mail'] button").click();
        await expect(page).toHaveURL(new RegExp(`/${language}/thank-you`));
        await expect(page.locator("main")).toContainText(OTTAWA.name[language]);
        await expect.poll(() => site.total()).toBe(before + 1);
      });

      test("what is wrong is corrected before anything counts", async ({ page, site }) => {
        const stranger = { firstName: "Mr", lastName: "Wrong", comment: "Words that nobody said.", partner: "ccr", consents: { updates: true }, locale: language };
        const person = await site.mailed(stranger);
        await page.goto(person.confirmLink);
        const told = Object.values(await factsOf(page));
        for (const kept of ["Mr Wrong", person.email, OTTAWA.postalCode, OTTAWA.name[language], stranger.comment]) expect(told, "all that would be kept is in sight").toContain(kept);
        await expect(page.locator("#field-updates"), "a stranger consents to nothing").not.toBeChecked();
        await expect(page.locator("#field-first_name")).toBeHidden();
        await page.locator("details.correct > summary").click();
        await page.locator("#field-first_name").fill("Zoé");
        await page.locator("#field-last_name").fill("Nguyễn");
        await page.locator("#field-comment").fill("");
        await page.locator("#field-postal_code").fill("V5K");
        await page.locator("#field-credit").uncheck();
        await confirmButton(page).click();
        await expect(page.locator("#error-postal_code")).toBeVisible();
        await expect(page.locator("#field-first_name"), "what was corrected stays").toHaveValue("Zoé");
        await expect(page.locator("#field-credit")).not.toBeChecked();
        await page.locator("#field-postal_code").fill("");
        await page.locator("#field-postal_code").pressSequentially("V5K 0A1");
        if (javaScriptEnabled) await expect(page.locator("#riding-hint strong")).toHaveText(/Vancouver/);
        await confirmButton(page).click();
        await expect(page).toHaveURL(new RegExp(`/${language}/thank-you`));
        await expect(page.locator("h1")).toContainText("Zoé");
        await page.locator("main a[href*='/my-pledge']").last().click();
        const kept = Object.values(await factsOf(page));
        expect(kept).toEqual(expect.arrayContaining(["Zoé Nguyễn", "V5K 0A1"]));
        const partner = { en: "Canadian Council for Refugees", fr: "Conseil canadien pour les réfugiés" }[language];
        for (const gone of ["Mr Wrong", OTTAWA.postalCode, stranger.comment, partner]) expect(kept).not.toContain(gone);
      });

      test("a couple at one address is asked who is who", async ({ page, site }) => {
        const before = await site.settled();
        const ann = await site.couple({ firstName: "Ann", locale: language }, { firstName: "Bao" });
        await page.goto(ann.confirmLink);
        await expect(page.locator("main .facts"), "the newest form of the mailbox comes first").toContainText("Bao");
        const bao = await page.locator("form[action$='/confirm'] input[name=form]").inputValue();
        await page.locator("section[aria-labelledby=others] a").click();
        await expect(page.locator("main .facts")).toContainText("Ann");
        await confirmButton(page).click();
        await expect(page.locator("h1")).toContainText("Ann");
        await expect.poll(() => site.total()).toBe(before + 1);

        await page.goto(`${ann.confirmLink}&form=${bao}`);
        await expect(page.locator("main .facts")).toContainText("Bao");
        await expect(page.locator("fieldset:has(input[name=who])")).toContainText(`Ann ${ann.lastName}`);
        await confirmButton(page).click();
        await expect(page.locator(".error-summary a")).toHaveAttribute("href", "#field-who");
        expect(await site.total(), "nobody is counted a second time unasked").toBe(before + 1);
        await page.locator("input[name=who][value=another]").check();
        await confirmButton(page).click();
        await expect(page.locator("h1")).toContainText("Bao");
        await expect.poll(() => site.total()).toBe(before + 2);
      });

      test("whoever signed twice says so, and counts once", async ({ page, site }) => {
        const before = await site.settled();
        const first = await site.couple({ locale: language }, { firstName: "Maëlle-Anne" });
        await page.goto(first.confirmLink);
        const again = await page.locator("form[action$='/confirm'] input[name=form]").inputValue();
        await page.locator("section[aria-labelledby=others] a").click();
        await confirmButton(page).click();
        await expect.poll(() => site.total()).toBe(before + 1);
        await page.goto(`${first.confirmLink}&form=${again}`);
        await page.locator("input[name=who][value=same]").check();
        await confirmButton(page).click();
        await expect(page).toHaveURL(/thank-you.*again=1/);
        await expect(page.locator(".message")).toBeVisible();
        expect(await site.total()).toBe(before + 1);
      });

      test("whoever did not sign stops the mail, and takes that back", async ({ page, site }) => {
        const person = await site.mailed({ locale: language });
        await page.goto(person.notMeLink);
        await expect(page.locator("main"), "the page tells nothing of what was typed").not.toContainText(person.lastName);
        await page.locator("form[action$='/not-me'] button").click();
        await expect(page.locator("form[action$='/not-me']")).toHaveCount(0);
        await page.goto(person.confirmLink);
        await expect(page.locator("form[action$='/confirm']"), "the form is gone").toHaveCount(0);
        await page.goto(person.notMeLink);
        await page.locator("form[action$='/not-me'] button[name=again]").click();
        await page.locator("main a.button").click();
        await expect(page).toHaveURL(new RegExp(`/${language}#sign$`));
        await page.goto(person.notMeLink);
        await expect(page.locator("form[action$='/not-me'] button[name=again]")).toHaveCount(0);
      });

      test("an empty form tells every error at once and loses nothing", async ({ page, site }) => {
        await page.goto(`${site.url}/${language}`);
        await page.locator("#field-last_name").fill("Tremblay");
        await submitButton(page).click();
        const summary = page.locator(".error-summary");
        await expect(summary.locator("a"), "one name is enough").toHaveCount(2);
        await expect(page.locator("#field-last_name")).toHaveValue("Tremblay");
        for (const field of ["email", "postal_code"]) {
          const input = page.locator(`#field-${field}`);
          await expect(input).toHaveAttribute("aria-invalid", "true");
          const described = await input.getAttribute("aria-describedby");
          expect(described).toContain(`error-${field}`);
          await expect(page.locator(`#error-${field}`)).not.toBeEmpty();
        }
        await summary.locator("a").first().click();
        await expect(page.locator("#field-email")).toBeFocused();
      });

      test("a postal code near a boundary asks which riding", async ({ page, site }) => {
        const person = site.person({ postalCode: "A0A 0B6" });
        await page.goto(`${site.url}/${language}`);
        await fillIn(page, person);
        await submitButton(page).click();
        const choice = page.locator("input[type=radio][name=riding]").first();
        if (!(await choice.isVisible())) await expect(choice).toBeVisible();
        await choice.check();
        await submitButton(page).click();
        await expect(page).toHaveURL(new RegExp(`/${language}/check-your-mail\\?draft=`));
        await site.mail(person.email, "confirm");
      });

      test("a citizen abroad signs without a postal code", async ({ page, site }) => {
        const person = site.person({ postalCode: "" });
        await page.goto(`${site.url}/${language}`);
        await fillIn(page, person);
        await page.locator("details:has(#field-country) summary").click();
        await page.locator("#field-country").selectOption("FR");
        await submitButton(page).click();
        await expect(page).toHaveURL(new RegExp(`/${language}/check-your-mail\\?draft=`));
        await site.mail(person.email, "confirm");
      });
    });
  }
}

test("on a shared device the next person starts over, and the spent form asks for nothing", async ({ page, site }) => {
  const person = site.person();
  await page.goto(`${site.url}/en`);
  await fillIn(page, person);
  await submitButton(page).click();
  await page.waitForURL(/check-your-mail\?draft=/);
  const left = page.url();
  await page.getByRole("link", { name: "Not you? Start over" }).click();
  await expect(page).toHaveURL(`${site.url}/en`);
  await expect(page.locator("#field-email")).toHaveValue("");
  await page.goto(left);
  await page.locator("#field-code").fill(codeOf(await site.mail(person.email, "confirm")));
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/thank-you/);
  await page.clock.install();
  await page.goto(left);
  await page.clock.runFor(12 * 60_000);
  await page.locator("#again button").click();
  await expect(page.locator("main")).toContainText("This form is confirmed");
});

test("another mail can be asked for from the moment that the page names, and not before", async ({ page, site }) => {
  const person = site.person();
  await page.clock.install();
  await page.goto(`${site.url}/en`);
  await fillIn(page, person);
  await submitButton(page).click();
  await page.waitForURL(/check-your-mail\?draft=/);
  const button = page.locator("#again button");
  const when = page.locator("#again-when");
  await expect(button).toBeDisabled();
  await expect(when).toContainText(/in 1[12] minutes/);
  await page.clock.runFor(10 * 60_000);
  await expect(when).toContainText(/in (a minute|2 minutes)/);
  await expect(button).toBeDisabled();
  await page.clock.runFor(2 * 60_000);
  await expect(button).toBeEnabled();
  await expect(when).not.toContainText("You can ask");
});

test("without JavaScript the page says when another mail can be asked for, and loads again", async ({ browser, site }) => {
  const page = await (await browser.newContext({ javaScriptEnabled: false, viewport: PHONE })).newPage();
  await page.goto(`${site.url}/fr`);
  await fillIn(page, site.person());
  await submitButton(page).click();
  await expect(page.locator("#again button")).toBeDisabled();
  await expect(page.locator("#again-when")).toContainText(/dans 1[12] minutes/);
  await page.locator("#again-when a").click();
  await expect(page).toHaveURL(/\/fr\/check-your-mail\?draft=/);
  await expect(page.locator("#field-code")).toBeVisible();
});

test("the error summary takes focus, so that a screen reader begins there", async ({ page, site }) => {
  await page.goto(`${site.url}/en`);
  await submitButton(page).click();
  await expect(page.locator(".error-summary")).toBeFocused();
  const before = await page.locator(".error-summary a").count();
  await page.locator("#field-first_name").fill("Zoé");
  await expect(page.locator("#error-first_name"), "what was put right is not told as wrong any more").toHaveCount(0);
  await expect(page.locator("#field-first_name")).not.toHaveAttribute("aria-describedby");
  await expect(page.locator(".error-summary a")).toHaveCount(before - 1);
});

test("the whole form can be filled in and sent by keyboard", async ({ page, site }) => {
  const person = site.person();
  await page.setViewportSize(DESKTOP);
  await page.goto(`${site.url}/en`);
  await page.locator("#field-first_name").focus();
  for (const text of [person.firstName, person.lastName, person.email, person.postalCode]) {
    await page.keyboard.type(text);
    await page.keyboard.press("Tab");
  }
  await page.locator("#field-postal_code").focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/en\/check-your-mail\?draft=/);
  await site.mail(person.email, "confirm");
});

test("the riding is named while the postal code is typed", async ({ page, site }) => {
  await page.goto(`${site.url}/fr`);
  await page.locator("#field-postal_code").pressSequentially(OTTAWA.postalCode);
  await expect(page.locator("form[action$='/pledges']")).toContainText(OTTAWA.name.fr);
});

test("the count on an open page moves when someone else confirms", async ({ page, site }) => {
  await page.goto(`${site.url}/en`);
  const count = page.locator("[data-count]");
  const before = Number(await count.getAttribute("data-count"));
  await site.signer();
  await expect.poll(async () => Number(await count.getAttribute("data-count")), { timeout: 30_000 }).toBeGreaterThan(before);
});

test("from the form to the thank-you by keyboard alone", async ({ page, site }) => {
  const person = site.person();
  await page.goto(`${site.url}/en`);
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent.trim());
  const tabTo = async (wanted) => {
    for (let i = 0; i < 60; i += 1) {
      if ((await focused()) === wanted) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`the keyboard never comes to ${wanted}`);
  };
  for (const [field, text] of [["field-first_name", person.firstName], ["field-last_name", person.lastName], ["field-email", person.email], ["field-postal_code", person.postalCode]]) {
    await tabTo(field);
    await page.keyboard.type(text);
  }
  await tabTo("Sign");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/check-your-mail\?draft=/);
  const mail = await site.mail(person.email, "confirm");
  await page.goto(mail.links.find((link) => link.includes("/confirm?")));
  await tabTo("Yes, count me in");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/thank-you/);
  await tabTo("Copy the link");
  await expect(page.locator(".places")).toBeVisible();
  await tabTo("Hang up a poster");
  await page.keyboard.press("Enter");
  await expect(page.locator(".step").first(), "one step at a time").not.toHaveAttribute("open");
});

test("a mistyped domain is offered right, and changed only when asked", async ({ page, site }) => {
  await page.goto(`${site.url}/en`);
  const email = page.locator("#field-email");
  const hint = page.locator("#email-meant");
  for (const [typed, right] of [["marie@gmial.com", "marie@gmail.com"], ["m@hotmal.com", "m@hotmail.com"], ["m@yahooo.ca", "m@yahoo.ca"], ["m@videotrn.ca", "m@videotron.ca"]]) {
    await email.fill(typed);
    await email.blur();
    await expect(hint).toHaveText(`Did you mean ${right}?`);
    await expect(email).toHaveValue(typed);
    await hint.locator("button").click();
    await expect(email).toHaveValue(right);
    await expect(hint).toBeEmpty();
  }
  for (const right of ["m@mail.com", "m@example.org", "m@ymail.com"]) {
    await email.fill(right);
    await email.blur();
    await expect(hint).toBeEmpty();
  }
  await email.fill("marie");
  await email.blur();
  await expect(hint).toContainText("name@example.org");
  await expect(email, "that is no scolding").not.toHaveAttribute("aria-invalid");
});

test("without JavaScript the address is put right on the page that says to look for mail", async ({ browser, site }) => {
  const page = await (await browser.newContext({ javaScriptEnabled: false, viewport: PHONE })).newPage();
  const person = site.person();
  await page.goto(`${site.url}/fr`);
  await fillIn(page, { ...person, email: "wrong@example.org" });
  await submitButton(page).click();
  await expect(page.locator("main")).toContainText("wrong@example.org");
  await page.locator("#field-email").fill(person.email);
  await page.locator("form.fix button").click();
  await expect(page.locator("main")).toContainText(person.email);
  const mail = await site.mail(person.email, "confirm");
  expect(mail.text).toContain(person.firstName);
});

test("one's own link is copied, and a server of Mastodon is asked for", async ({ page, site, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: site.url });
  const signer = await site.signer();
  await page.goto(signer.confirmLink);
  await page.locator("#share summary").click();
  await page.getByRole("button", { name: "Copy the link" }).click();
  await expect(page.locator(".share-tools [role=status]")).toHaveText("Copied");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/\/en\?riding=35079&via=[\w-]{12}$/);
  await page.locator("#field-server").fill("mastodon.quebec");
  await page.getByRole("button", { name: "Share on Mastodon" }).click();
  await expect(page.getByRole("link", { name: "Share on mastodon.quebec" })).toBeVisible();
});
