// Runs the compiler over every package; each has a tsconfig of its own.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const projects = [
  '.',
  'packages/tokens',
  'packages/i18n',
  'packages/text',
  'packages/client',
  'packages/widget',
  'packages/inbox',
  'e2e',
];
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
