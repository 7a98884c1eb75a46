import { defineConfig } from 'vite';
import { shared } from '../../vite.shared.ts';

const entries = {
  index: 'index',
  blank: 'blank',
  http: 'http',
  inbox: 'inbox',
  reading: 'reading',
  receipts: 'receipts',
  rest: 'rest',
  staff: 'staff',
  storage: 'indexed',
  tabs: 'tabs',
  typing: 'typing',
};

// The package of its own: ES modules without dependencies. The apps bundle the source instead.
export default defineConfig({
  ...shared,
  build: {
    ...shared.build,
    outDir: 'dist',
    emptyOutDir: true,
    minify: true,
    // Vite leaves the white space of ES libraries alone; pages load these files as they are.
    rolldownOptions: {
      preserveEntrySignatures: 'allow-extension',
      // What the other entries share with the first they import from it: it stays one file.
      external: ['./index.ts'],
      output: {
        minify: true,
        comments: false,
        chunkFileNames: '[name].js',
        paths: { './index.ts': './index.js' },
      },
    },
    lib: {
      entry: Object.fromEntries(
        Object.entries(entries).map(([name, file]) => [name, `src/${file}.ts`]),
      ),
      formats: ['es'],
    },
  },
});
