// `npm run chaos -- --rounds 200 --seed 1` lets collectors run over three brokers and a warehouse
// while everything around them breaks, and then counts: each record of the topic has to be in BRONZE
// or in quarantine, once. It ends with one JSON line; the exit code is 1 when something is not so.
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { audit, isAuditAwake, isDrained } from './audit.mjs';
import { ChaosWorld } from './chaos-world.mjs';
import { produceEvents, readTopic } from './event-topic.mjs';
import { faults, pickFault } from './faults.mjs';
import { randomNumbers } from './random-numbers.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    'per-second': { type: 'string', default: '300' },
    partitions: { type: 'string', default: '6' },
  },
});

/** @param {keyof typeof values} name */
function count(name) {
  const value = Number(values[name]);
  if (!Number.isSafeInteger(value) || value < 0)
    throw new TypeError(`--${name} is not a whole number`);
  return value;
}

const rounds = count('rounds');
const seed = count('seed');
const begin = performance.now();
console.error(`chaos: ${rounds} rounds, seed ${seed}`);

const random = randomNumbers(seed);
const partitions = count('partitions');
const world = await ChaosWorld.open({ partitions, megabytes: 1024 });
/** @type {Map<string, number>} */
const happened = new Map();
/** How many faults began while another one lasted. */
let together = 0;
let isSound = false;
try {
  const producer = await produceEvents({
    brokers: world.kafka.bootstrap,
    topic: world.topic,
    random: randomNumbers(seed + 1),
    perSecond: count('per-second'),
    partitions,
  });
  for (let index = 0; index < 3; index += 1) world.startCollector();
  // What has not begun cannot be disturbed.
  await untilLanded(1, 120_000);
  await strike();
  console.error('chaos: no more faults, waiting until everything has landed');
  const { failed } = await producer.stop();
  const produced = await untilDrained();
  await Promise.all([...world.collectors].map((each) => world.endCollector(each, 'SIGTERM')));
  const found = await audit(world);
  const { diedAlone } = world;
  const failures = world.failures();
  const isAwake = await isAuditAwake(world, found);
  const isFaultless = found.lost + found.twice + found.wrong + found.strange + diedAlone === 0;
  isSound = isFaultless && isAwake && produced > 0;
  const seconds = Math.round((performance.now() - begin) / 1000);
  console.log(
    JSON.stringify({
      name: 'chaos',
      seed,
      rounds,
      ...found,
      faults: Object.fromEntries([...happened].toSorted()),
      together,
      failures,
      diedAlone,
      isAuditAwake: isAwake,
      unansweredEvents: failed,
      brokenRequests: world.proxy.broken,
      isDiskSmall: world.disk.isSmall,
      seconds,
      isSound,
    }),
  );
} finally {
  if (!isSound) console.error(`chaos: the logs are in ${world.keepLogs()}`);
  await world[Symbol.asyncDispose]();
}
process.exit(isSound ? 0 : 1);

/** Round after round a fault, some while others last, but one at a time of each kind of thing. */
async function strike() {
  /** @type {Map<string, Promise<void>>} */
  const lasting = new Map();
  /** @type {unknown[]} */
  const failures = [];
  for (let round = 1; round <= rounds; round += 1) {
    const name = pickFault(
      random,
      (each) => !lasting.has(faults[each]?.of ?? '') && faults[each]?.may?.(world) !== false,
    );
    const fault = faults[name];
    if (fault === undefined) throw new Error(`there is no fault ${name}`);
    happened.set(name, (happened.get(name) ?? 0) + 1);
    if (lasting.size > 0) together += 1;
    const over = fault
      .run(world, random)
      .catch((error) => void failures.push(error))
      .finally(() => lasting.delete(fault.of));
    lasting.set(fault.of, over);
    await Promise.race([wait(random.between(200, 1_500)), over]);
    while (lasting.size === 3) await Promise.race(lasting.values());
    if (round % 20 === 0) console.error(`chaos: ${round} of ${rounds} rounds`);
  }
  await Promise.all(lasting.values());
  // What was broken and could not be mended makes the rest of it another test.
  if (failures.length > 0) throw new AggregateError(failures, 'a fault could not be mended');
}

/** Waits until the offsets in the warehouse have reached the end of the topic. */
async function untilDrained() {
  const produced = (await readTopic(world.kafka.bootstrap, world.topic)).length;
  await untilLanded(produced, 300_000);
  return produced;
}

/**
 * @param {number} records
 * @param {number} patience
 */
async function untilLanded(records, patience) {
  const deadline = performance.now() + patience;
  while (!(await isDrained(world, records))) {
    if (performance.now() > deadline) {
      throw new Error(`${records} records had not landed after ${patience / 1000} s`);
    }
    await wait(500);
  }
}
