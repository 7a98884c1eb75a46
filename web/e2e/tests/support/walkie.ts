// The real binary: started on a port of its own with an empty folder, killed, started again, stopped.

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort } from './port.ts';

const binary =
  process.env.WALKIE_BINARY ??
  fileURLToPath(new URL('../../../../build/release/walkie', import.meta.url));
const start_deadline_ms = 20_000;

/** All browsers share one address here, and nobody attacks these passwords. */
const settings = {
  WALKIE_LIMITS_CONVERSATIONS_PER_HOUR: '0',
  WALKIE_LIMITS_ADDRESS_CONVERSATIONS_PER_HOUR: '0',
  WALKIE_LIMITS_VISITORS_PER_HOUR: '0',
  WALKIE_LIMITS_VISITOR_MESSAGES_PER_S: '0',
  WALKIE_LIMITS_AGENT_MESSAGES_PER_S: '0',
  WALKIE_LIMITS_ARGON2_MEMORY_BYTES: '8388608',
  WALKIE_LIMITS_ARGON2_PASSES: '1',
};

export const agent = { name: 'Ada Lin', email: 'ada@shop.example', password: 'correct horse' };

export class Walkie {
  readonly data = mkdtempSync(join(tmpdir(), 'walkie-e2e-'));
  /** Everything that it has printed. */
  log = '';
  private process: ChildProcess | null = null;
  private readonly port: number;

  private constructor(port: number) {
    this.port = port;
  }

  static async start(): Promise<Walkie> {
    const walkie = new Walkie(await freePort());
    await walkie.start();
    return walkie;
  }

  get origin() {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The one-time link that it printed for the first admin. */
  get setupLink() {
    const link = /http:\S+\/agent\/setup#\S+/.exec(this.log)?.[0];
    if (link === undefined) throw new Error(`no set-up link in:\n${this.log}`);
    return link;
  }

  /** Resolves when it listens; the same port and the same folder each time. */
  async start(): Promise<void> {
    const listen = `127.0.0.1:${this.port}`;
    const child = spawn(binary, ['serve', '--data', this.data, '--listen', listen], {
      env: { ...process.env, ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.process = child;
    await new Promise<void>((ready, fail) => {
      const late = setTimeout(() => fail(new Error(this.log)), start_deadline_ms);
      let printed = '';
      const hear = (chunk: Buffer) => {
        this.log += chunk;
        printed += chunk;
        // The line after the addresses of the pages would come late or not at all: one line is enough.
        if (!/^listening on .*\n/m.test(printed)) return;
        clearTimeout(late);
        ready();
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.once('error', fail);
      child.once('exit', (code) => fail(new Error(`ended with ${code}:\n${this.log}`)));
    });
  }

  /** As a power cut does it: without a word. */
  kill(): Promise<void> {
    return this.end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.end('SIGKILL');
    rmSync(this.data, { recursive: true, force: true });
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.process;
    this.process = null;
    if (child === null || child.exitCode !== null) return;
    const ended = new Promise((exited) => child.once('exit', exited));
    child.kill(signal);
    await ended;
  }

  /** `walkie admin …`, with what it should read from standard input. */
  async admin(words: string[], input = ''): Promise<string> {
    const [verb = '', ...rest] = words;
    const running = promisify(execFile)(binary, ['admin', verb, '--data', this.data, ...rest], {
      env: { ...process.env, ...settings },
    });
    // A command that reads nothing may have ended before the pipe is closed.
    running.child.stdin?.on('error', () => {});
    running.child.stdin?.end(input);
    return (await running).stdout;
  }

  createAgent({ name, email, password } = agent, role = 'admin') {
    return this.admin(
      ['create-agent', '--email', email, '--name', name, '--role', role],
      `${password}\n`,
    );
  }

  allowOrigin(origin: string) {
    return this.admin(['allow-origin', '--origin', origin]);
  }
}
