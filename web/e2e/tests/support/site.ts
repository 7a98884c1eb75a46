// Somebody else's site: another origin, served by Node, with a policy as strict as they come.

import { createServer, type Server } from 'node:http';
import { expect, type Page } from '@playwright/test';
import type { Walkie } from './walkie.ts';

export interface Site {
  /** Another site, not only another port: cookies and storage are a third party's here. */
  origin: string;
  /** The same page at the chat's own host: another origin, but the same site. */
  neighbour: string;
  /** The cookies that came with the last request. */
  cookie(): string;
  close(): Promise<void>;
}

/** What the documentation says to put into a page. */
export const snippet = (chat: string) =>
  `<script async nonce="n" src="${chat}/widget.js" data-inbox="1"></script>`;

/** Allows the origin, and waits until the running server has read its list again. */
export async function allow(walkie: Walkie, page: Page, origin: string): Promise<void> {
  await walkie.allowOrigin(origin);
  await expect
    .poll(async () => {
      const frame = await page.request.get(`${walkie.origin}/frame?inbox=1`);
      return frame.headers()['content-security-policy'];
    })
    .toMatch(new RegExp(`frame-ancestors 'self'[^;]* ${origin}( |;|$)`));
}

/** Opens a site that this Walkie allows, on this page. */
export async function onSite(
  walkie: Walkie,
  page: Page,
  body = snippet(walkie.origin),
  more: Record<string, string> = {},
): Promise<Site> {
  const site = await openSite(walkie.origin, body, more);
  await allow(walkie, page, site.origin);
  await page.goto(site.origin);
  return site;
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
  let cookie = '';
  const server: Server = createServer((request, answer) => {
    cookie = request.headers.cookie ?? '';
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
    origin: `http://localhost:${address.port}`,
    cookie: () => cookie,
    neighbour: `http://127.0.0.1:${address.port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
