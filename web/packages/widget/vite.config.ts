import { defineConfig } from 'vite';
import { shared } from '../../vite.shared.ts';

// The pages of the site root that the visitor's side owns; the loader has a config of its own.
export default defineConfig({
  ...shared,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    ...shared.build,
    rolldownOptions: {
      input: [
        'index.html',
        'frame/index.html',
        'refused/index.html',
        'chat/index.html',
        'demo/index.html',
      ],
    },
  },
});
