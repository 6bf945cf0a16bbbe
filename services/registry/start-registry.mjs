import { join } from 'node:path';
import { freePorts } from '../processes/free-ports.mjs';
import { ownFolder, ownProcess } from '../processes/own-process.mjs';
import { untilReady } from '../processes/until-ready.mjs';
import { installRegistry } from './install-registry.mjs';

/**
 * @typedef {object} SchemaReference
 * @property {string} name As the schema names it: `shop.Order`, or `money.proto`.
 * @property {string} subject
 * @property {number} version
 *
 * @typedef {object} WrittenSchema
 * @property {string} schema
 * @property {'AVRO' | 'PROTOBUF' | 'JSON'} [schemaType] 'AVRO' by default.
 * @property {readonly SchemaReference[]} [references]
 *
 * @typedef {object} SchemaRegistry
 * @property {string} url Of its Confluent-compatible interface, version 7.
 * @property {(subject: string, schema: WrittenSchema) => Promise<number>} register Gives the id that
 *   messages carry.
 */

/**
 * Starts Apicurio Registry in memory, on loopback, and waits until it answers.
 *
 * @returns {Promise<SchemaRegistry & AsyncDisposable>}
 */
export async function startRegistry() {
  const jar = installRegistry();
  const folder = await ownFolder('registry');
  const [port = 0] = await freePorts(1);
  const url = `http://127.0.0.1:${port}/apis/ccompat/v7`;
  const server = ownProcess(
    'java',
    [
      ...['-Xmx384m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'],
      '-Dquarkus.http.host=127.0.0.1',
      `-Dquarkus.http.port=${port}`,
      '-jar',
      jar,
    ],
    { log: join(folder.path, 'registry.log') },
  );
  const dispose = async () => {
    await server.end('SIGKILL');
    await folder[Symbol.asyncDispose]();
  };
  try {
    await untilReady('the schema registry', server, async () => {
      await ask(`${url}/subjects`);
    });
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    url,
    register: async (subject, schema) => {
      const { id } = await ask(`${url}/subjects/${encodeURIComponent(subject)}/versions`, schema);
      return id;
    },
    [Symbol.asyncDispose]: dispose,
  };
}

/**
 * @param {string} url
 * @param {WrittenSchema} [schema]
 */
async function ask(url, schema) {
  const response = await fetch(url, {
    signal: AbortSignal.timeout(20_000),
    ...(schema !== undefined && {
      method: 'POST',
      headers: { 'Content-Type': 'application/vnd.schemaregistry.v1+json' },
      body: JSON.stringify(schema),
    }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`the registry answered ${response.status}: ${text}`);
  return JSON.parse(text);
}
