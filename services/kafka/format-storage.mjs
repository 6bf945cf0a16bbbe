import { readFile } from 'node:fs/promises';
import { startJava } from './java.mjs';

/** All brokers of a cluster carry the same one; clusters never meet. */
const cluster = 'ZGFzLXNlcnZpY2VzLWthZg';

/**
 * Prepares the log folder of a node, as a node in KRaft mode needs it before its first start.
 *
 * @param {string} configuration The path of its server.properties.
 * @param {string} log
 * @param {readonly string[]} parameters More of them, such as users.
 * @param {readonly string[]} [flags] Of the virtual machine.
 */
export async function formatStorage(configuration, log, parameters, flags = []) {
  const format = startJava(
    'kafka.tools.StorageTool',
    ['format', '--cluster-id', cluster, '--config', configuration, ...parameters],
    { log, memory: '128m', flags },
  );
  const status = await format.status();
  if (status === 0) return;
  throw new Error(`storage was not formatted:\n${await readFile(log, 'utf8')}`);
}
