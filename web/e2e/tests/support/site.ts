// Somebody else's site: another origin, served by Node, with a policy as strict as they come.

import { createServer, type Server } from 'node:http';

export interface Site {
  origin: string;
  close(): Promise<void>;
}

/** A page with this body, under a policy that trusts only its nonce and this chat; `more` headers. */
export async function openSite(
  chat: string,
  body: string,
  more: Record<string, string> = {},
): Promise<Site> {
  const policy =
    `default-src 'none'; script-src 'nonce-n' 'strict-dynamic'; style-src 'nonce-n'; ` +
    `frame-src ${chat}; base-uri 'none'; form-action 'none'; ` +
    `require-trusted-types-for 'script'; trusted-types 'none'`;
  const server: Server = createServer((_request, answer) => {
    answer.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'cross-origin-opener-policy': 'same-origin',
      ...more,
    });
    answer.end(
      `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width">` +
        `<title>Shop</title><h1>Shop</h1>${body}</html>`,
    );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    // Another site, not only another port: cookies and storage are a third party's here.
    origin: `http://localhost:${address.port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
