// Measures pages as a phone has them; asserts nothing about the figures. `npm run measure`.
import config from './playwright.config.ts';

export default {
  ...config,
  testDir: 'measure',
  workers: 1,
  fullyParallel: false,
  timeout: 300_000,
};
