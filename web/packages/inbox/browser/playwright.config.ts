// The built inbox against a world of its own: `npm run build`, then `npm run browser`.
// Every test has a world of its own: two at a time.
import { defineConfig, devices } from '@playwright/test';
import { launchOptions, patience } from '../../../e2e/chromium.ts';

export default defineConfig({
  testDir: '.',
  ...patience,
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  reporter: [['list']],
  outputDir: '../../../e2e/test-results/inbox',
  use: {
    ...devices['Desktop Chrome'],
    launchOptions,
  },
});
