// A page in a browser that Playwright cannot drive as Debian ships it: Firefox ESR over WebDriver
// BiDi, WebKitGTK's MiniBrowser over WebDriver. One window, as a test needs it.

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { freePort } from '../tests/support/port.ts';

export interface Engine {
  go(url: string): Promise<void>;
  /** The value of an expression in the page. */
  read<T>(expression: string): Promise<T>;
  /** Types into what has the focus. Names in braces are keys: `{Enter}`. */
  type(text: string): Promise<void>;
  /** As PNG, in base64. */
  picture(): Promise<string>;
  close(): Promise<void>;
}

/** What a browser answers; each use knows its shape. */
type Answer = Record<string, unknown>;

const start_ms = 30_000;
const answer_ms = 30_000;
const keys: Record<string, string> = {
  Enter: '\ue007',
  Escape: '\ue00c',
  End: '\ue010',
  PageUp: '\ue00e',
  Tab: '\ue004',
};

/** `a{Enter}` → the characters that WebDriver types. */
const strokes = (text: string) =>
  [...text.matchAll(/\{(\w+)\}|./gsu)].map(([one, name]) => (name ? (keys[name] ?? one) : one));

const typing = (text: string) => [
  {
    type: 'key',
    id: 'keyboard',
    actions: strokes(text).flatMap((value) => [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ]),
  },
];

/** Waits for a line of what the process says. */
function said(child: ChildProcess, line: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = '';
    const late = setTimeout(() => reject(new Error(`no ${line} in: ${heard}`)), start_ms);
    const hear = (chunk: Buffer) => {
      heard += chunk;
      const found = line.exec(heard);
      if (!found) return;
      clearTimeout(late);
      resolve(found[1] ?? '');
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${heard}`)));
  });
}

async function ended(child: ChildProcess, folder?: string) {
  if (child.exitCode === null) {
    const gone = new Promise((exited) => child.once('exit', exited));
    child.kill('SIGKILL');
    await gone;
  }
  if (folder) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

const firefox_path = '/usr/bin/firefox-esr';

async function openFirefox(): Promise<Engine> {
  const profile = mkdtempSync(join(tmpdir(), 'walkie-firefox-'));
  const child = spawn(
    firefox_path,
    ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0'],
    { env: { ...process.env, HOME: profile, LANG: 'en_US.UTF-8' }, stdio: 'pipe' },
  );
  const address = await said(child, /listening on (ws:\S+)/);
  const socket = new WebSocket(`${address}/session`, { perMessageDeflate: false });
  await new Promise((open, failed) => socket.once('open', open).once('error', failed));
  let last = 0;
  const waiting = new Map<number, (answer: Answer) => void>();
  socket.on('message', (data) => {
    const answer = JSON.parse(String(data));
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  const ask = (method: string, params: object) =>
    new Promise<Answer>((resolve, reject) => {
      last += 1;
      const late = setTimeout(() => reject(new Error(`no answer: ${method}`)), answer_ms);
      waiting.set(last, (answer: Record<string, unknown>) => {
        clearTimeout(late);
        if (answer.type === 'error') reject(new Error(`${method}: ${answer.message}`));
        else resolve(answer.result as Answer);
      });
      socket.send(JSON.stringify({ id: last, method, params }));
    });
  await ask('session.new', { capabilities: {} });
  const { contexts } = await ask('browsingContext.getTree', {});
  const { context } = (contexts as { context: string }[])[0] ?? { context: '' };
  await ask('browsingContext.setViewport', { context, viewport: { width: 1280, height: 800 } });
  return {
    async go(url) {
      await ask('browsingContext.navigate', { context, url, wait: 'complete' });
    },
    async read(expression) {
      const { result, exceptionDetails } = await ask('script.evaluate', {
        expression: `(async () => JSON.stringify(await (${expression})) ?? 'null')()`,
        target: { context },
        awaitPromise: true,
      });
      if (exceptionDetails) throw new Error(`${expression}: ${JSON.stringify(exceptionDetails)}`);
      return JSON.parse((result as { value: string }).value);
    },
    async type(text) {
      await ask('input.performActions', { context, actions: typing(text) });
    },
    async picture() {
      return (await ask('browsingContext.captureScreenshot', { context })).data as string;
    },
    async close() {
      socket.terminate();
      await ended(child, profile);
    },
  };
}

const driver_path = '/usr/bin/WebKitWebDriver';
const browsers = ['4.1', '4.0', '6.0'].map(
  (version) =>
    `/usr/lib/x86_64-linux-gnu/${version === '6.0' ? 'webkitgtk' : 'webkit2gtk'}-${version}/MiniBrowser`,
);

async function openWebKit(): Promise<Engine> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'walkie-webkit-'));
  const child = spawn('xvfb-run', ['-a', driver_path, `--port=${port}`], {
    env: { ...process.env, HOME: folder, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' },
    stdio: 'pipe',
    detached: true,
  });
  const base = `http://127.0.0.1:${port}`;
  const ask = async (method: string, path: string, body?: object) => {
    const answer = await fetch(base + path, {
      method,
      signal: AbortSignal.timeout(answer_ms),
      ...(body && { body: JSON.stringify(body) }),
    });
    const { value } = (await answer.json()) as { value: Answer };
    if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(value)}`);
    return value;
  };
  const close = async () => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const deadline = Date.now() + start_ms;
  const ready = (): Promise<unknown> =>
    ask('GET', '/status').catch((error) => {
      if (Date.now() > deadline || child.exitCode !== null) throw error;
      return new Promise((again) => setTimeout(again, 50)).then(ready);
    });
  await ready();
  const binary = browsers.find((path) => existsSync(path));
  const options = { binary, args: ['--automation'] };
  const session = await ask('POST', '/session', {
    capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': options } },
  });
  const at = `/session/${session.sessionId}`;
  await ask('POST', `${at}/window/rect`, { width: 1280, height: 800 });
  return {
    async go(url) {
      await ask('POST', `${at}/url`, { url });
    },
    async read(expression) {
      const script = `const done = arguments[0]; (async () => JSON.stringify(await (${expression})) ?? 'null')().then(done, (error) => done('!' + error));`;
      const text = String(await ask('POST', `${at}/execute/async`, { script, args: [] }));
      if (text.startsWith('!')) throw new Error(`${expression}: ${text}`);
      return JSON.parse(text);
    },
    async type(text) {
      await ask('POST', `${at}/actions`, { actions: typing(text) });
    },
    async picture() {
      return String(await ask('GET', `${at}/screenshot`));
    },
    close,
  };
}

export const engines = [
  { name: 'Firefox ESR', needs: [firefox_path], open: openFirefox },
  { name: 'WebKitGTK', needs: [driver_path, '/usr/bin/xvfb-run'], open: openWebKit },
];

export const isHere = ({ needs }: { needs: string[] }) => needs.every((path) => existsSync(path));
