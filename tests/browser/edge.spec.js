// The pages that CloudFront and its firewall show by themselves, as they stand in the templates of infra/stack.
import { readFileSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import { DESKTOP, PHONE, expect, overflow, test } from "./site.js";

const read = (file) => readFileSync(new URL(`../../infra/stack/${file}`, import.meta.url), "utf8");

/** The page in a template: the block below that key, up to the end of the document. */
const pageIn = (file, key) => read(file).match(new RegExp(`^ +${key}: \\|\\n([^]*?</html>)`, "m"))[1].replace(/^ +/gm, "");

/** The policy of CloudFront's own page. */
const policy = read("edge.yaml").match(/ContentSecurityPolicy: "(.*)"/)[1];

const PAGES = { "the site cannot answer": ["edge.yaml", "Html"], "too many requests": ["us-east-1.yaml", "Content"] };

for (const [name, [file, key]] of Object.entries(PAGES)) {
  test(`the edge's page "${name}" is accessible, fits, and looks like the site`, async ({ page, site }) => {
    const address = `${site.url}/edge`;
    await page.route(address, (route) => route.fulfill({ body: pageIn(file, key), contentType: "text/html; charset=utf-8", headers: { "content-security-policy": policy } }));
    for (const viewport of [PHONE, DESKTOP]) {
      await page.setViewportSize(viewport);
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        await page.goto(`${site.url}/en`);
        const ours = await background();
        await page.goto(address);
        expect(await background(), "the site's paper").toBe(ours);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.target).join(", ")}`)).toEqual([]);
        expect(await overflow(page), "nothing sticks out sideways").toBeLessThanOrEqual(0);
      }
    }
    await expect(page.locator("[lang=fr]")).not.toHaveText(/[^\u202f][:;!?»]/);
  });
}
