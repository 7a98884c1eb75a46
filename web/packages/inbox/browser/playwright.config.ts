// The built inbox against a world of its own: `npm run build`, then `npm run browser`.
// Every test has a world of its own: two at a time.
import { defineConfig, devices } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  reporter: [['list']],
  outputDir: '../../../e2e/test-results/inbox',
  use: {
    ...devices['Desktop Chrome'],
    launchOptions: {
      executablePath: process.env['WALKIE_CHROMIUM'] ?? '/usr/bin/chromium',
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
