// Builds every package into web/dist, the site root that the server embeds.
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
rmSync(`${root}dist`, { recursive: true, force: true });
for (const name of ['wire', 'client', 'widget', 'inbox']) {
  console.log(`build ${name}`);
  execFileSync('npm', ['run', '--silent', 'build', '--workspace', `packages/${name}`], {
    cwd: root,
    stdio: 'inherit',
  });
}
