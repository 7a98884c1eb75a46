// The pages in Firefox and WebKit, as Debian has them: `apt-get install firefox-esr webkit2gtk-driver
// xvfb`, then `npm run engines -w e2e`. Not part of ./walkie test: the browsers are 200 MB more.
import config from './playwright.config.ts';

export default {
  ...config,
  testDir: 'engines',
  workers: 1,
  fullyParallel: false,
  timeout: 120_000,
};
