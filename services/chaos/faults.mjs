import { setTimeout as wait } from 'node:timers/promises';

/** @typedef {import('./chaos-world.mjs').ChaosWorld} ChaosWorld */
/** @typedef {ReturnType<typeof import('./random-numbers.mjs').randomNumbers>} Random */

/**
 * A fault: it resolves when it is over and what it broke stands again.
 *
 * @typedef {(world: ChaosWorld, random: Random) => Promise<void>} Fault
 */

/** How many collectors there are at the least and at the most. */
const fewest = 2;
const most = 4;

/** @type {Fault} */
async function killCollector(world, random) {
  await world.endCollector(random.pick([...world.collectors]), 'SIGKILL');
  await wait(random.between(0, 1_500));
  if (world.collectors.size < most) world.startCollector();
}

/** @type {Fault} */
async function addCollector(world) {
  world.startCollector();
}

/** @type {Fault} */
async function stopCollector(world, random) {
  await world.endCollector(random.pick([...world.collectors]), 'SIGTERM');
}

/** For longer than its session: when it wakes, its partitions belong to others. @type {Fault} */
async function freezeCollector(world, random) {
  const collector = random.pick([...world.collectors]);
  collector.signal('SIGSTOP');
  await wait(random.between(7_000, 12_000));
  collector.signal('SIGCONT');
}

/** @type {Fault} */
async function killBroker(world, random) {
  const broker = random.pick(world.kafka.brokers);
  await broker.kill();
  await wait(random.between(0, 3_000));
  await broker.restart();
}

/** @type {Fault} */
async function stopBroker(world, random) {
  const broker = random.pick(world.kafka.brokers);
  await broker.stop();
  await broker.restart();
}

/** @type {Fault} */
async function slowWarehouse(world, random) {
  await proxied(
    world,
    { kind: 'slow', milliseconds: random.between(50, 900) },
    random.between(500, 3_000),
  );
}

/** @type {Fault} */
async function deafWarehouse(world, random) {
  await proxied(world, { kind: 'lose-request' }, random.between(200, 2_500));
}

/** @type {Fault} */
async function muteWarehouse(world, random) {
  await proxied(world, { kind: 'lose-answer' }, random.between(200, 2_500));
}

/** @type {Fault} */
async function killWarehouse(world, random) {
  await world.killWarehouse();
  await wait(random.between(0, 1_000));
  await world.startWarehouse();
}

/** @type {Fault} */
async function fullDisk(world, random) {
  world.disk.fill();
  await wait(random.between(500, 3_000));
  world.disk.makeRoom();
  // What could not be written may have closed its database.
  await world.killWarehouse();
  await world.startWarehouse();
}

/**
 * For at least so long, and until a request has met it: otherwise nothing was broken.
 *
 * @param {ChaosWorld} world
 * @param {import('./warehouse-proxy.mjs').ProxyMode} mode
 * @param {number} milliseconds
 */
async function proxied({ proxy }, mode, milliseconds) {
  const before = proxy.met;
  const deadline = performance.now() + 20_000;
  proxy.mode = mode;
  await wait(milliseconds);
  while (proxy.met === before && performance.now() < deadline) await wait(20);
  proxy.mode = { kind: 'pass' };
}

/**
 * @typedef {object} FaultKind
 * @property {number} weight
 * @property {'collector' | 'broker' | 'warehouse'} of
 * @property {Fault} run
 * @property {(world: ChaosWorld) => boolean} [may] Whether it would do anything now. Default: always.
 */

/**
 * What may go wrong, how often in comparison, and what else it must not meet: two brokers of three at
 * once would leave nobody to write to.
 *
 * @type {Readonly<Record<string, FaultKind>>}
 */
export const faults = {
  killCollector: { weight: 6, of: 'collector', run: killCollector },
  addCollector: {
    weight: 2,
    of: 'collector',
    run: addCollector,
    may: ({ collectors }) => collectors.size < most,
  },
  stopCollector: {
    weight: 2,
    of: 'collector',
    run: stopCollector,
    may: ({ collectors }) => collectors.size > fewest,
  },
  freezeCollector: { weight: 3, of: 'collector', run: freezeCollector },
  killBroker: { weight: 2, of: 'broker', run: killBroker },
  stopBroker: { weight: 1, of: 'broker', run: stopBroker },
  slowWarehouse: { weight: 2, of: 'warehouse', run: slowWarehouse },
  deafWarehouse: { weight: 2, of: 'warehouse', run: deafWarehouse },
  muteWarehouse: { weight: 2, of: 'warehouse', run: muteWarehouse },
  killWarehouse: { weight: 1, of: 'warehouse', run: killWarehouse },
  fullDisk: { weight: 1, of: 'warehouse', run: fullDisk, may: ({ disk }) => disk.isSmall },
};

/**
 * Picks a fault by its weight, among those that may happen now.
 *
 * @param {Random} random
 * @param {(name: string) => boolean} mayHappen
 * @returns {string}
 */
export function pickFault(random, mayHappen) {
  const possible = Object.entries(faults).filter(([name]) => mayHappen(name));
  const total = possible.reduce((sum, [, { weight }]) => sum + weight, 0);
  let at = random.below(total);
  for (const [name, { weight }] of possible) {
    at -= weight;
    if (at < 0) return name;
  }
  throw new RangeError('no fault may happen now');
}
