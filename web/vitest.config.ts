import { defineConfig } from 'vitest/config';
import { alias } from './vite.shared.ts';

const project = (name: string, environment: 'node' | 'happy-dom', importSource?: string) => ({
  resolve: { alias },
  ...(importSource ? { oxc: { jsx: { runtime: 'automatic' as const, importSource } } } : {}),
  test: {
    name,
    environment,
    root: `packages/${name}`,
    include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.{ts,tsx}'],
    restoreMocks: true,
  },
});

export default defineConfig({
  test: {
    passWithNoTests: true,
    projects: [
      project('tokens', 'node'),
      project('i18n', 'node'),
      project('text', 'node'),
      project('client', 'node'),
      project('widget', 'happy-dom', 'preact'),
      project('inbox', 'happy-dom', 'react'),
    ],
  },
});
