// How every Playwright suite starts a browser, and how long it waits for a page. Debian's Chromium is
// used, because Playwright cannot download one here.
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

/**
 * How long a page may take on a machine that is busy with other work. Measured with two processors and
 * fourteen programs that wanted them: an inbox drew its first message 1 to 2 s after it was loaded. With
 * its script slowed six times it took 4 to 17 s. Playwright's own 5 s are too short for that.
 */
export const patience = { timeout: 60_000, expect: { timeout: 15_000 } };
