// Checks every published package as it would be published: packed by npm, then looked at from outside.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { manifestFindings } from './packing/manifest-findings.mjs';
import { packPackages } from './packing/pack-packages.mjs';
import { referenceFindings } from './packing/reference-findings.mjs';
import { tarballFindings } from './packing/tarball-findings.mjs';
import { packageOrder } from './workspace/package-order.mjs';
import { workspacePackages } from './workspace/workspace-packages.mjs';

/** @import { PackedPackage } from './packing/pack-packages.mjs' */
/** @import { WorkspacePackage } from './workspace/workspace-packages.mjs' */

const attwManifest = new URL(import.meta.resolve('@arethetypeswrong/cli/package.json'));
const attw = fileURLToPath(new URL('dist/index.js', attwManifest));

/**
 * @param {PackedPackage} packed
 * @param {WorkspacePackage} source
 * @returns {Promise<string[]>}
 */
async function publintFindings(packed, source) {
  const bytes = readFileSync(packed.tarball);
  const { messages } = await publint({
    pack: { tarball: new Uint8Array(bytes).buffer },
  });
  return messages.map(
    (message) => `publint: ${formatMessage(message, { ...source.manifest }, { color: false })}`,
  );
}

/**
 * @param {PackedPackage} packed
 * @returns {Promise<string[]>}
 */
function typesFindings(packed) {
  const args = ['--profile', 'esm-only', '--format', 'ascii', '--no-color', '--no-emoji'];
  return new Promise((resolve) => {
    execFile(process.execPath, [attw, ...args, packed.tarball], (failure, stdout, stderr) => {
      resolve(failure === null ? [] : [`attw: ${(stdout + stderr).trim()}`]);
    });
  });
}

/**
 * @param {WorkspacePackage} source
 * @returns {string[]}
 */
function sourceFindings({ folder, manifest }) {
  const { references = [] } = JSON.parse(readFileSync(`${folder}/tsconfig.json`, 'utf8'));
  return [
    ...manifestFindings(manifest, packageOrder),
    ...referenceFindings(Object.keys(manifest.dependencies ?? {}), references),
  ];
}

/**
 * @param {WorkspacePackage} source
 * @param {PackedPackage | undefined} packed
 * @returns {Promise<string[]>}
 */
async function packageFindings(source, packed) {
  if (packed === undefined) return ['npm pack made no tarball of it'];
  return [
    ...sourceFindings(source),
    ...tarballFindings(packed.files),
    ...(await publintFindings(packed, source)),
    ...(await typesFindings(packed)),
  ];
}

const sources = workspacePackages();
const destination = mkdtempSync(join(tmpdir(), 'das-check-packages-'));
try {
  const names = sources.map(({ manifest }) => manifest.name);
  const packed = await packPackages(names, destination);
  const pending = [...sources];
  const worker = async () => {
    for (let source = pending.shift(); source !== undefined; source = pending.shift()) {
      const { name } = source.manifest;
      const own = packed.find((candidate) => candidate.name === name);
      const findings = await packageFindings(source, own);
      const verdict = findings.length === 0 ? 'ok' : `not ok: ${findings.join('; ')}`;
      console.log(`${name} (${own?.files.length ?? 0} files): ${verdict}`);
      if (findings.length > 0) process.exitCode = 1;
    }
  };
  await Promise.all([worker(), worker()]);
} finally {
  rmSync(destination, { recursive: true, force: true });
}
