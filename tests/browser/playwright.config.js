import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.js",
  outputDir: "results",
  forbidOnly: true,
  retries: 0,
  workers: 2,
  reporter: [["list"], ["./slowest.js"]],
  timeout: 60_000,
  // A page that comes late on a busy machine is no fault: a condition is waited for as long as for a mail.
  expect: { timeout: 20_000 },
  use: {
    browserName: "chromium",
    launchOptions: {
      executablePath: process.env.CHROMIUM,
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
    },
    // A trace of each test costs a quarter of the time, so it is recorded when it is asked for: TRACE=1.
    trace: process.env.TRACE ? "retain-on-failure" : "off",
  },
});
