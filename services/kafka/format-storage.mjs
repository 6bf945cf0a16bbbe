import { readFile } from 'node:fs/promises';
import { startJava } from './java.mjs';

/** All brokers of a cluster carry the same one; clusters never meet. */
const cluster = 'ZGFzLXNlcnZpY2VzLWthZg';

/**
 * Prepares the log folder of a node, as a node in KRaft mode needs it before its first start.
 *
 * @param {string} configuration The path of its server.properties.
 * @param {string} log
 * @param {readonly string[]} [more] Parameters, such as users.
 */
export async function formatStorage(configuration, log, more = []) {
  const format = startJava(
    'kafka.tools.StorageTool',
    ['format', '--cluster-id', cluster, '--config', configuration, ...more],
    { log, memory: '128m' },
  );
  const status = await format.status();
  if (status === 0) return;
  throw new Error(`storage was not formatted:\n${await readFile(log, 'utf8')}`);
}
