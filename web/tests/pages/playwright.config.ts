import { defineConfig } from '@playwright/test';

const port = Number(process.env['PORT'] ?? 5471);

/** Every page against the faked API: `npx playwright test -c tests/pages`. */
export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/pages',
  timeout: 60_000,
  workers: 1,
  reporter: 'list',
  use: {
    baseURL: `http://localhost:${port}`,
    launchOptions: {
      executablePath: '/usr/bin/chromium',
      args: [
        '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
      ],
    },
  },
  webServer: {
    command: 'npx vite --config tests/fake-api/vite.config.ts', cwd: '../..', port, reuseExistingServer: true, env: { PORT: String(port), VITE_CONFIG_NATIVE_IGNORE_WARNING: 'true' },
  },
});
