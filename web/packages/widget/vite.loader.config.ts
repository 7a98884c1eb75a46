import { defineConfig } from 'vite';
import { shared } from '../../vite.shared.ts';

// /widget.js: one classic script with a name that never changes, because sites embed it.
export default defineConfig({
  ...shared,
  build: {
    ...shared.build,
    copyPublicDir: false,
    minify: true,
    lib: { entry: 'src/loader.ts', formats: ['iife'], name: 'walkie', fileName: () => 'widget.js' },
  },
});
