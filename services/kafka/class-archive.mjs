import { existsSync, renameSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { freePorts } from '../processes/free-ports.mjs';
import { ownFolder } from '../processes/own-process.mjs';
import { createBroker } from './broker.mjs';
import { formatStorage } from './format-storage.mjs';
import { installKafka } from './install-kafka.mjs';
import { withAdmin } from './kafka-admin.mjs';
import { serverProperties } from './server-properties.mjs';

/**
 * The flags of a virtual machine that takes the classes of Kafka from an archive, in which they are
 * parsed already: a broker then starts with half the work. The archive is made once, by a broker.
 *
 * @returns {Promise<readonly string[]>}
 */
export async function classArchive() {
  const archive = join(dirname(installKafka()), 'classes.jsa');
  if (!existsSync(archive)) await makeArchive(archive);
  return [`-XX:SharedArchiveFile=${archive}`, '-Xlog:disable', '-Xlog:all=error:stderr'];
}

/** @param {string} archive */
async function makeArchive(archive) {
  const made = `${archive}.${process.pid}`;
  const folder = await ownFolder('kafka-archive');
  try {
    const [client = 0, internal = 0, controller = 0] = await freePorts(3);
    const configuration = join(folder.path, 'broker.properties');
    const log = join(folder.path, 'broker.log');
    const plainAddress = `127.0.0.1:${internal}`;
    await writeFile(
      configuration,
      serverProperties({
        id: 1,
        nodes: [{ client, internal, controller }],
        folder: join(folder.path, 'data'),
        protocol: 'PLAINTEXT',
        settings: {},
      }),
    );
    await formatStorage(configuration, log, []);
    const flags = [`-XX:ArchiveClassesAtExit=${made}`];
    const broker = createBroker({
      id: 1,
      address: plainAddress,
      plainAddress,
      configuration,
      log,
      flags,
    });
    await broker.restart();
    await withAdmin([plainAddress], 10, (admin) =>
      admin.createTopics({ waitForLeaders: true, topics: [{ topic: 'any', numPartitions: 1 }] }),
    );
    await broker.stop();
    renameSync(made, archive);
  } finally {
    await folder[Symbol.asyncDispose]();
  }
}
