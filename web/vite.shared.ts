// What every package's vite build shares: one output tree (the site root), hashed assets, the dev
// proxy to a running server, and the workspace packages taken from their sources.
import { fileURLToPath } from 'node:url';
import type { UserConfig } from 'vite';

export const web = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export const alias = [
  { find: /^@walkie\/client$/, replacement: web('packages/client/src/index.ts') },
  { find: /^@walkie\/client\/storage$/, replacement: web('packages/client/src/indexed.ts') },
  {
    find: /^@walkie\/client\/(blank|http|inbox|reading|receipts|rest|staff|tabs|typing)$/,
    replacement: web('packages/client/src/$1.ts'),
  },
  { find: /^@walkie\/focus$/, replacement: web('packages/focus/src/index.ts') },
  { find: /^@walkie\/i18n$/, replacement: web('packages/i18n/src/index.ts') },
  { find: /^@walkie\/testing$/, replacement: web('packages/testing/src/index.ts') },
  { find: /^@walkie\/text$/, replacement: web('packages/text/src/index.ts') },
  { find: /^@walkie\/tokens$/, replacement: web('packages/tokens/src/index.ts') },
];

const server = process.env.WALKIE_SERVER ?? 'http://127.0.0.1:8080';
const routes =
  '^/(ws|visitors|conversations|messages|sessions|me|agents|inboxes|setup|healthz|readyz|openapi\\.json)([/?].*)?$';

export const shared: UserConfig = {
  resolve: { alias },
  server: {
    // The server checks Origin against its own address; the proxy speaks for the page.
    proxy: {
      [routes]: { target: server, ws: true, changeOrigin: true, headers: { origin: server } },
    },
  },
  build: {
    target: 'es2022',
    outDir: web('dist'),
    emptyOutDir: false,
    reportCompressedSize: false,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
};
