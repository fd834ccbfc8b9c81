import { defineConfig } from '@playwright/test';

// Journeys against the real server (e2e/server.ts starts one per file) in Debian's Chromium. Set CHROMIUM for another browser.
export default defineConfig({
  testDir: 'e2e',
  timeout: 180_000,
  expect: { timeout: 15_000 },
  workers: 1,
  retries: 0,
  reporter: 'list',
  outputDir: '../artifacts/e2e',
  use: {
    locale: 'en-GB',
    viewport: { width: 1440, height: 900 },
    // Without pictures: taking them of every page costs more than the journeys themselves.
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
        '--disable-component-update', '--disable-sync',
      ],
    },
  },
});
