// Adds to package-lock.json the packages for platforms that npm could not read from the registry.
import { readFileSync, writeFileSync } from 'node:fs';
import { missingPlatforms } from './workspace/missing-platforms.mjs';
import { repositoryRoot } from './workspace/workspace-packages.mjs';

const file = `${repositoryRoot}/package-lock.json`;
const lockfile = JSON.parse(readFileSync(file, 'utf8'));
const missing = missingPlatforms(lockfile.packages);
const packages = Object.entries({ ...lockfile.packages, ...missing });
lockfile.packages = Object.fromEntries(
  packages.sort(([left], [right]) => left.localeCompare(right, 'en')),
);
writeFileSync(file, `${JSON.stringify(lockfile, null, 2)}\n`);
console.log(`package-lock.json: ${Object.keys(missing).length} packages of other platforms added`);
