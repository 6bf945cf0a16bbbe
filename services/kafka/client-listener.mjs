import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createTokenIssuer } from './access-tokens.mjs';
import { makeCertificates } from './certificates.mjs';

const prefix = 'listener.name.client';

/**
 * @typedef {object} ClientTls
 * @property {string} ca PEM
 * @property {string} cert PEM, of the client
 * @property {string} key PEM, of the client
 *
 * @typedef {object} ClientUser
 * @property {string} username
 * @property {string} password
 *
 * @typedef {object} ClientListener The one listener that clients use.
 * @property {import('./server-properties.mjs').SecurityProtocol} protocol
 * @property {Readonly<Record<string, string>>} settings
 * @property {readonly string[]} format Parameters of the format of storage.
 * @property {readonly string[]} flags Of the virtual machine.
 * @property {ClientTls | undefined} tls
 * @property {ClientUser | undefined} user
 * @property {((seconds?: number) => string) | undefined} token
 */

/**
 * @param {string} folder
 * @param {{ tls: boolean | 'mutual', sasl: boolean }} options
 * @returns {Promise<ClientListener>}
 */
export async function createClientListener(folder, { tls, sasl }) {
  const transport = tls === false ? undefined : await overTls(folder, tls === 'mutual');
  const login = sasl ? await withSasl(folder) : undefined;
  /** @type {'PLAINTEXT' | 'SSL'} */
  const ends = tls === false ? 'PLAINTEXT' : 'SSL';
  return {
    protocol: sasl ? `SASL_${ends}` : ends,
    settings: { ...transport?.settings, ...login?.settings },
    format: login?.format ?? [],
    flags: login?.flags ?? [],
    tls: transport?.tls,
    user: login?.user,
    token: login?.token,
  };
}

/**
 * @param {string} folder
 * @param {boolean} isMutual
 */
async function overTls(folder, isMutual) {
  const made = join(folder, 'certificates');
  await mkdir(made);
  const { authority, server, client } = await makeCertificates(made);
  return {
    tls: { ca: authority, cert: client.certificate, key: client.key },
    settings: {
      [`${prefix}.ssl.keystore.type`]: 'PEM',
      [`${prefix}.ssl.keystore.certificate.chain`]: server.certificate,
      [`${prefix}.ssl.keystore.key`]: server.key,
      [`${prefix}.ssl.truststore.type`]: 'PEM',
      [`${prefix}.ssl.truststore.certificates`]: authority,
      [`${prefix}.ssl.client.auth`]: isMutual ? 'required' : 'none',
    },
  };
}

/** @param {string} folder */
async function withSasl(folder) {
  const user = { username: 'collector', password: randomUUID() };
  const issuer = createTokenIssuer();
  const file = join(folder, 'keys.json');
  await writeFile(file, issuer.keySet);
  const keys = pathToFileURL(file).href;
  const security = 'org.apache.kafka.common.security';
  return {
    user,
    token: issuer.token,
    format: ['--add-scram', `SCRAM-SHA-512=[name=${user.username},password=${user.password}]`],
    flags: [
      `-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=${keys}`,
      `-Dorg.apache.kafka.sasl.oauthbearer.allowed.files=${file}`,
    ],
    settings: {
      [`${prefix}.sasl.enabled.mechanisms`]: 'SCRAM-SHA-512,OAUTHBEARER',
      [`${prefix}.scram-sha-512.sasl.jaas.config`]: `${security}.scram.ScramLoginModule required;`,
      [`${prefix}.oauthbearer.sasl.jaas.config`]: `${security}.oauthbearer.OAuthBearerLoginModule required;`,
      [`${prefix}.oauthbearer.sasl.server.callback.handler.class`]: `${security}.oauthbearer.OAuthBearerValidatorCallbackHandler`,
      'sasl.oauthbearer.jwks.endpoint.url': keys,
      'sasl.oauthbearer.expected.audience': issuer.audience,
      'sasl.oauthbearer.expected.issuer': issuer.issuer,
    },
  };
}
