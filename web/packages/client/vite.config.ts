import { defineConfig } from 'vite';
import { shared } from '../../vite.shared.ts';

const entries = { index: 'index', tabs: 'tabs', storage: 'indexed', rest: 'rest', inbox: 'inbox' };

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
      output: { minify: true, chunkFileNames: '[name].js', paths: { './index.ts': './index.js' } },
    },
    lib: {
      entry: Object.fromEntries(
        Object.entries(entries).map(([name, file]) => [name, `src/${file}.ts`]),
      ),
      formats: ['es'],
    },
  },
});
