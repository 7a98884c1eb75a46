import { defineConfig } from 'vite';
import { shared } from '../../vite.shared.ts';

// The package of its own: one ES module without dependencies. The apps bundle the source instead.
export default defineConfig({
  ...shared,
  build: {
    ...shared.build,
    outDir: 'dist',
    emptyOutDir: true,
    minify: true,
    // Vite leaves the white space of ES libraries alone; pages load this file as it is.
    rolldownOptions: { preserveEntrySignatures: 'allow-extension', output: { minify: true } },
    lib: { entry: 'src/index.ts', formats: ['es'], fileName: () => 'index.js' },
  },
});
