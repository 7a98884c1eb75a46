// A lock file, this folder's or that of the folder named: exact versions, no registry's address, and
// every optional platform package that a package names. A release that came out without some of them
// makes `npm ci` fail elsewhere.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [, , folder] = process.argv;
const root = folder ? `${folder}/` : fileURLToPath(new URL('..', import.meta.url));
const { packages } = JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8'));
const faults = [];

const isThere = (from, name) => {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    if (packages[`${at && `${at}/`}node_modules/${name}`]) return true;
    if (!at) return false;
  }
};

for (const [path, entry] of Object.entries(packages)) {
  if (/^https?:/.test(entry.resolved ?? '')) faults.push(`${path} names where it came from`);
  for (const name of Object.keys(entry.optionalDependencies ?? {}))
    if (!isThere(path, name)) faults.push(`${path} lacks its platform package ${name}`);
  if (path.includes('node_modules')) continue;
  const wanted = { ...entry.dependencies, ...entry.devDependencies };
  for (const [name, version] of Object.entries(wanted))
    if (!/^\d+\.\d+\.\d+$/.test(version))
      faults.push(`${path || '.'}: ${name} ${version}: not exact`);
}
for (const fault of faults) console.error(`${root}package-lock.json: ${fault}`);
process.exit(faults.length ? 1 : 0);
