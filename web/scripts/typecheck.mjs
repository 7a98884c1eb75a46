// Runs the compiler over every package; each has a tsconfig of its own. First come the types that are
// generated from protocol/.
import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const projects = [
  '.',
  'packages/wire',
  'packages/tokens',
  'packages/i18n',
  'packages/text',
  'packages/focus',
  'packages/testing',
  'packages/client',
  'packages/widget',
  'packages/inbox',
  'e2e',
];
execFileSync('node', [`${root}packages/wire/generate.mjs`], { stdio: 'inherit' });
let failed = false;
for (const project of projects) {
  const run = spawnSync('npx', ['--no-install', 'tsc', '-p', project], {
    cwd: root,
    stdio: 'inherit',
  });
  if (run.status !== 0) {
    console.error(`typecheck: ${project} failed`);
    failed = true;
  }
}
process.exit(failed ? 1 : 0);
