// A port that stays free while its server is down: below those that the kernel gives to outgoing
// connections, and out of reach of the tests beside this one.

import { createServer } from 'node:net';

const each = 500;
const first = 22_000 + each * Number(process.env.TEST_PARALLEL_INDEX ?? 0);
/** Another run on this machine is likely to begin elsewhere. */
let next = process.pid;

function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  return new Promise((answer) => {
    probe.once('error', () => answer(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => answer(true)));
  });
}

export async function freePort(): Promise<number> {
  for (let tries = 0; tries < each; tries++) {
    const port = first + (next++ % each);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port from ${first} on`);
}
