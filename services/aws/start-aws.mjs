import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePorts } from '../processes/free-ports.mjs';
import { ownFolder, ownProcess } from '../processes/own-process.mjs';
import { untilReady } from '../processes/until-ready.mjs';
import { listenInFrontOf } from './http2-front.mjs';
import { installAws } from './install-aws.mjs';

/**
 * @typedef {object} AwsClientOptions What each client of the AWS SDK takes.
 * @property {string} endpoint
 * @property {string} region
 * @property {{ accessKeyId: string, secretAccessKey: string }} credentials
 *
 * @typedef {object} AwsServer
 * @property {string} endpoint Of S3, SQS, Kinesis and all the others.
 * @property {AwsClientOptions} clientOptions
 * @property {() => Promise<void>} reset Forgets every bucket, queue and stream.
 */

/**
 * Starts moto, an AWS in memory, on loopback, and waits until it answers.
 *
 * @returns {Promise<AwsServer & AsyncDisposable>}
 */
export async function startAws() {
  const python = installAws();
  const program = fileURLToPath(new URL('server.py', import.meta.url));
  const folder = await ownFolder('aws');
  const [port = 0] = await freePorts(1);
  const server = ownProcess(python, [program, '--host=127.0.0.1', `--port=${port}`], {
    log: join(folder.path, 'moto.log'),
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  });
  const front = await listenInFrontOf(port);
  const endpoint = `http://127.0.0.1:${front.port}`;
  const dispose = async () => {
    await front[Symbol.asyncDispose]();
    await server.end('SIGKILL');
    await folder[Symbol.asyncDispose]();
  };
  try {
    await untilReady('moto', server, () => answered(`${endpoint}/moto-api/data.json`, 'GET'));
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    endpoint,
    clientOptions: {
      endpoint,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    },
    reset: () => answered(`${endpoint}/moto-api/reset`, 'POST'),
    [Symbol.asyncDispose]: dispose,
  };
}

/**
 * @param {string} url
 * @param {'GET' | 'POST'} method
 */
async function answered(url, method) {
  const response = await fetch(url, { method, signal: AbortSignal.timeout(5_000) });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status}`);
}
