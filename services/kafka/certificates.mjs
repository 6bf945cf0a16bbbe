import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { MissingTool } from '../tools/missing-tool.mjs';

const run = promisify(execFile);

/**
 * @typedef {object} Certificate
 * @property {string} certificate PEM
 * @property {string} key PEM, PKCS 8
 *
 * @typedef {object} Certificates
 * @property {string} authority PEM
 * @property {Certificate} server
 * @property {Certificate} client
 */

/**
 * Makes an authority that nobody else trusts, and certificates of it for a server and a client.
 *
 * @param {string} folder An empty one.
 * @returns {Promise<Certificates>}
 */
export async function makeCertificates(folder) {
  await openssl(folder, [
    ...['req', '-x509', ...newKey('authority'), '-out', 'authority.pem', '-days', '2'],
    ...['-subj', '/CN=das-services-authority'],
  ]);
  const [server, client] = [
    await certificate(folder, 'server', 'subjectAltName=IP:127.0.0.1,DNS:localhost\n'),
    await certificate(folder, 'client', 'extendedKeyUsage=clientAuth\n'),
  ];
  return { authority: await readFile(join(folder, 'authority.pem'), 'utf8'), server, client };
}

/**
 * @param {string} folder
 * @param {string} name
 * @param {string} extensions
 * @returns {Promise<Certificate>}
 */
async function certificate(folder, name, extensions) {
  await writeFile(join(folder, `${name}.ext`), extensions);
  await openssl(folder, [
    ...['req', ...newKey(name), '-out', `${name}.csr`, '-subj', `/CN=das-services-${name}`],
  ]);
  await openssl(folder, [
    ...['x509', '-req', '-in', `${name}.csr`, '-out', `${name}.pem`, '-days', '2'],
    ...['-CA', 'authority.pem', '-CAkey', 'authority.key', '-CAcreateserial'],
    ...['-extfile', `${name}.ext`],
  ]);
  const [pem, key] = await Promise.all(
    ['pem', 'key'].map((kind) => readFile(join(folder, `${name}.${kind}`), 'utf8')),
  );
  return { certificate: pem ?? '', key: key ?? '' };
}

/** @param {string} name */
const newKey = (name) => ['-newkey', 'rsa:2048', '-nodes', '-keyout', `${name}.key`];

/**
 * @param {string} cwd
 * @param {readonly string[]} parameters
 */
async function openssl(cwd, parameters) {
  try {
    await run('openssl', parameters, { cwd });
  } catch (error) {
    throw new MissingTool(
      `openssl ${parameters[0]} failed. Install it: apt-get install openssl, or brew install openssl`,
      { cause: error },
    );
  }
}
