import { copyFileSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { apply, sql } from '@das/core';
import { createSigner, memoryStore, openEvidenceLog } from '@das/evidence';
import { startKafka } from '../kafka/start-kafka.mjs';
import { freePorts } from '../processes/free-ports.mjs';
import { ownFolder, ownProcess } from '../processes/own-process.mjs';
import { untilReady } from '../processes/until-ready.mjs';
import { chaos } from './chaos-domain.mjs';
import { openChaosWarehouse } from './open-chaos-warehouse.mjs';
import { mountSmallDisk } from './small-disk.mjs';
import { openWarehouseProxy } from './warehouse-proxy.mjs';

const das = fileURLToPath(new URL('../../packages/cli/bin/das.js', import.meta.url));
const program = fileURLToPath(new URL('./collector-program.mjs', import.meta.url));

/** @typedef {import('../processes/own-process.mjs').OwnedProcess} OwnedProcess */

/** Three brokers, a warehouse behind a proxy on a small disk, and collectors in processes of their own. */
export class ChaosWorld {
  /** @type {Set<OwnedProcess>} */
  collectors = new Set();
  /** How many collectors ended though nobody had ended them. */
  diedAlone = 0;
  topic = 'events';
  #collectorsStarted = 0;

  /**
   * @param {object} parts
   * @param {Awaited<ReturnType<typeof startKafka>>} parts.kafka
   * @param {Awaited<ReturnType<typeof openWarehouseProxy>>} parts.proxy
   * @param {ReturnType<typeof mountSmallDisk>} parts.disk
   * @param {string} parts.folder
   * @param {number} parts.port
   * @param {AsyncDisposable} parts.owned
   */
  constructor({ kafka, proxy, disk, folder, port, owned }) {
    this.kafka = kafka;
    this.proxy = proxy;
    this.disk = disk;
    this.folder = folder;
    this.port = port;
    this.owned = owned;
    /** @type {OwnedProcess | undefined} */
    this.server = undefined;
  }

  /** @param {{ partitions: number, megabytes: number }} options */
  static async open({ partitions, megabytes }) {
    const folder = await ownFolder('chaos');
    const disk = mountSmallDisk(join(folder.path, 'disk'), megabytes);
    const kafka = await startKafka();
    const [port = 0] = await freePorts(1);
    const proxy = await openWarehouseProxy(port);
    const world = new ChaosWorld({ kafka, proxy, disk, folder: folder.path, port, owned: folder });
    await world.startWarehouse();
    await world.#deploy();
    await kafka.createTopic(world.topic, partitions, { 'min.insync.replicas': '2' });
    return world;
  }

  /** Starts the warehouse, on the data that it had. */
  async startWarehouse() {
    const server = ownProcess(
      process.execPath,
      [
        das,
        ...['local', 'serve', '--port', String(this.port)],
        ...['--data', join(this.disk.path, 'data')],
        // A collector that is killed inside its transaction keeps the others waiting for so long.
        ...['--idle-transaction', '10'],
      ],
      { log: join(this.folder, 'warehouse.log') },
    );
    this.server = server;
    await untilReady('the warehouse', server, async () => {
      await (await fetch(`http://127.0.0.1:${this.port}/`)).arrayBuffer();
    });
  }

  async killWarehouse() {
    await this.server?.end('SIGKILL');
  }

  async #deploy() {
    const signer = createSigner({ origin: 'example.com/das/chaos' });
    const evidence = await openEvidenceLog({ store: memoryStore(), origin: signer.origin, signer });
    const warehouse = openChaosWarehouse(this.proxy.url);
    await apply({ domain: chaos, warehouse, evidence });
    await warehouse.close();
  }

  startCollector() {
    this.#collectorsStarted += 1;
    const collector = ownProcess(process.execPath, [program], {
      log: join(this.folder, `collector-${this.#collectorsStarted}.log`),
      env: {
        ...process.env,
        CHAOS_WAREHOUSE: this.proxy.url,
        CHAOS_TOPIC: this.topic,
        KAFKA_BROKERS: this.kafka.bootstrap.join(),
      },
    });
    this.collectors.add(collector);
    void collector.status().then(() => {
      if (this.collectors.delete(collector)) this.diedAlone += 1;
    });
  }

  /** How often collectors failed and were started again, by the code of the failure. */
  failures() {
    /** @type {Map<string, number>} */
    const failures = new Map();
    for (let index = 1; index <= this.#collectorsStarted; index += 1) {
      const log = readFileSync(join(this.folder, `collector-${index}.log`), 'utf8');
      for (const [, code = ''] of log.matchAll(/"state":"backing off","code":"([A-Z_]+)"/g)) {
        failures.set(code, (failures.get(code) ?? 0) + 1);
      }
    }
    return Object.fromEntries([...failures].toSorted());
  }

  /** Copies the logs to where they outlast this process, and says where that is. */
  keepLogs() {
    const kept = mkdtempSync(join(tmpdir(), 'das-chaos-logs-'));
    for (const name of readdirSync(this.folder).filter((each) => each.endsWith('.log'))) {
      copyFileSync(join(this.folder, name), join(kept, name));
    }
    return kept;
  }

  /**
   * @param {OwnedProcess} collector
   * @param {NodeJS.Signals} signal
   */
  async endCollector(collector, signal) {
    this.collectors.delete(collector);
    collector.signal('SIGCONT');
    await collector.end(signal, 30_000);
  }

  /**
   * Rows of a query under the pipeline's role, past the proxy.
   *
   * @template {import('@das/core').Row} R
   * @param {string} text
   * @returns {Promise<readonly R[]>}
   */
  async query(text) {
    const warehouse = openChaosWarehouse(`http://127.0.0.1:${this.port}`);
    try {
      const session = await warehouse.openSession({
        role: 'BROOK_CHAOS_PIPELINE',
        warehouse: 'BROOK_CHAOS_WH',
      });
      const { rows } = await session.execute(sql.raw(text));
      await session.close();
      return /** @type {readonly R[]} */ (rows);
    } finally {
      await warehouse.close();
    }
  }

  async [Symbol.asyncDispose]() {
    await Promise.all([...this.collectors].map((each) => this.endCollector(each, 'SIGKILL')));
    await this.server?.end('SIGKILL');
    await this.proxy[Symbol.asyncDispose]();
    await this.kafka[Symbol.asyncDispose]();
    this.disk[Symbol.dispose]();
    await this.owned[Symbol.asyncDispose]();
  }
}
