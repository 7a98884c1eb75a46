import { execFileSync } from 'node:child_process';
import { defineConfig } from 'vitest/config';
import { alias, web } from './vite.shared.ts';

// The types that are generated from protocol/, for editors and for tests that read them.
execFileSync('node', [web('packages/wire/generate.mjs')], { stdio: 'inherit' });

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
      project('wire', 'node'),
      project('tokens', 'node'),
      project('i18n', 'node'),
      project('text', 'node'),
      project('testing', 'node'),
      project('client', 'node'),
      project('focus', 'happy-dom'),
      project('widget', 'happy-dom', 'preact'),
      project('inbox', 'happy-dom', 'react'),
    ],
  },
});
