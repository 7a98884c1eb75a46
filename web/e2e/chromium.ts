// How every Playwright suite starts a browser. Debian's Chromium is used, because Playwright cannot
// download one here.
export const launchOptions = {
  executablePath: process.env.WALKIE_CHROMIUM ?? '/usr/bin/chromium',
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
};
