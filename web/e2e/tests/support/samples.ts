// The pages of docs/embedding, served as the site of somebody else, with this test's chat in them.

import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

const docs = fileURLToPath(new URL('../../../../docs/', import.meta.url));

/** docs/embedding.md. */
export const guide = readFileSync(`${docs}embedding.md`, 'utf8');

/** Every sample by its name: "snippet" → the page. */
export const samples = new Map(
  readdirSync(`${docs}embedding`).map((file) => [
    file.replace(/\.html$/, ''),
    readFileSync(`${docs}embedding/${file}`, 'utf8'),
  ]),
);

export function sample(name: string): string {
  const page = samples.get(name);
  if (page === undefined) throw new Error(`docs/embedding has no ${name}.html`);
  return page;
}

export interface Shop {
  origin: string;
  close(): Promise<void>;
}

/** A site that answers every path with this page; the page's chat.example is `chat`. */
export async function openShop(
  chat: string,
  page: string,
  headers: Record<string, string> = {},
): Promise<Shop> {
  const server = createServer((request, answer) => {
    if (request.url === '/favicon.ico') return answer.writeHead(204).end();
    answer.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers });
    return answer.end(page.replaceAll('https://chat.example', chat));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    origin: `http://localhost:${address.port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
