// The line between one person and the server: a TCP relay on a port of its own that can be cut, and
// that may hold every byte for some time on its way.

import { connect, createServer, type Server, type Socket } from 'node:net';
import { Transform } from 'node:stream';
import { freePort } from './port.ts';

const held = (ms: number) =>
  new Transform({
    highWaterMark: 2 ** 24,
    transform(chunk, _encoding, pass) {
      setTimeout(() => this.push(chunk), ms);
      pass();
    },
    flush: (end) => void setTimeout(end, ms),
  });

export class Line {
  private readonly target: URL;
  private readonly delay_ms: number;
  private readonly port: number;
  private readonly sockets = new Set<Socket>();
  private server: Server | null = null;

  private constructor(target: URL, port: number, delay_ms: number) {
    this.target = target;
    this.port = port;
    this.delay_ms = delay_ms;
  }

  /** `delay_ms`: what each direction takes; a connection is made at once. */
  static async to(origin: string, delay_ms = 0): Promise<Line> {
    const line = new Line(new URL(origin), await freePort(), delay_ms);
    await line.mend();
    return line;
  }

  get origin() {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Everything under way breaks off; new attempts are refused. */
  async cut(): Promise<void> {
    const { server } = this;
    this.server = null;
    if (!server) return;
    const closed = new Promise((done) => server.close(done));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  /** The same port again. */
  async mend(): Promise<void> {
    const server = createServer((near) => {
      const far = connect(Number(this.target.port), this.target.hostname);
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.sockets.add(one);
        if (this.delay_ms) one.pipe(held(this.delay_ms)).pipe(other);
        else one.pipe(other);
        one.on('error', () => other.destroy());
        one.on('close', () => {
          this.sockets.delete(one);
          other.destroy();
        });
      }
    });
    await new Promise<void>((listening, fail) => {
      server.once('error', fail);
      server.listen(this.port, '127.0.0.1', listening);
    });
    this.server = server;
  }
}
