// End to end against the real binary: WALKIE_BINARY, or the release that was built. Each test starts
// its own, on a port and a folder of its own, and mostly waits: two at a time, from any file.
import { defineConfig, devices } from '@playwright/test';
import { launchOptions, patience } from './chromium.ts';

export default defineConfig({
  testDir: 'tests',
  ...patience,
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  reporter: [['list']],
  use: {
    ...devices['Desktop Chrome'],
    actionTimeout: 20_000,
    // What was done, asked and answered. Pictures of every step would cost every test a third of its
    // time; the last one shows where it stood.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false, sources: false },
    screenshot: 'only-on-failure',
    launchOptions,
  },
});
