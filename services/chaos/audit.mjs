import { readTopic } from './event-topic.mjs';

/**
 * @typedef {object} Audit
 * @property {number} produced
 * @property {number} landed
 * @property {number} quarantined
 * @property {number} lost In the topic, and nowhere else.
 * @property {number} twice In BRONZE or in quarantine more than once, or in both.
 * @property {number} wrong Landed under a position where the topic has something else.
 * @property {number} strange Landed from a position that the topic does not have.
 */

/**
 * What was found in the topic and in the warehouse.
 *
 * @typedef {object} Findings
 * @property {string} topic
 * @property {readonly import('./event-topic.mjs').LoggedEvent[]} logged
 * @property {readonly { P: string, O: number, ID: number }[]} landed
 * @property {readonly { P: string, O: number }[]} quarantined
 */

/**
 * Holds what is in the warehouse against what is in the topic, position by position.
 *
 * @param {import('./chaos-world.mjs').ChaosWorld} world
 * @returns {Promise<Audit>}
 */
export async function audit(world) {
  return auditOf({
    topic: world.topic,
    logged: await readTopic(world.kafka.bootstrap, world.topic),
    landed: await world.query(
      'SELECT "_DAS_PARTITION" AS P, "_DAS_OFFSET" AS O, "ID" FROM BROOK_CHAOS.BRONZE.EVENTS',
    ),
    quarantined: await world.query(
      'SELECT "PARTITION" AS P, "OFFSET" AS O FROM BROOK_CHAOS.OPS.QUARANTINE',
    ),
  });
}

/**
 * @param {Findings} findings
 * @returns {Audit}
 */
export function auditOf({ topic, logged, landed, quarantined }) {
  /** @type {Map<string, number>} */
  const seen = new Map();
  for (const { P, O } of [...landed, ...quarantined]) {
    const key = `${P}@${O}`;
    seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  const expected = new Map(
    logged.map(({ partition, offset, value }) => [
      `${topic}/${partition}@${offset}`,
      acceptedId(value),
    ]),
  );
  const ids = new Map(landed.map(({ P, O, ID }) => [`${P}@${O}`, Number(ID)]));
  const isWrong = (/** @type {string} */ key) => ids.get(key) !== expected.get(key);
  return {
    produced: logged.length,
    landed: landed.length,
    quarantined: quarantined.length,
    lost: [...expected.keys()].filter((key) => !seen.has(key)).length,
    twice: [...seen.values()].filter((count) => count > 1).length,
    wrong: [...expected.keys()].filter((key) => seen.has(key) && isWrong(key)).length,
    strange: [...seen.keys()].filter((key) => !expected.has(key)).length,
  };
}

/**
 * Takes one row out of BRONZE and doubles another, and says whether a further audit finds both: an
 * audit that finds nothing says little unless it can be seen to find something.
 *
 * @param {import('./chaos-world.mjs').ChaosWorld} world
 * @param {Audit} before
 * @returns {Promise<boolean>}
 */
export async function isAuditAwake(world, before) {
  const bronze = 'BROOK_CHAOS.BRONZE.EVENTS';
  await world.query(`DELETE FROM ${bronze} WHERE "ID" = (SELECT MIN("ID") FROM ${bronze})`);
  await world.query(
    `INSERT INTO ${bronze} SELECT * FROM ${bronze} WHERE "ID" = (SELECT MAX("ID") FROM ${bronze})`,
  );
  const after = await audit(world);
  return after.lost > before.lost && after.twice > before.twice;
}

/**
 * The id under which an event must have landed; `undefined` when it belongs into quarantine.
 *
 * @param {string} value
 * @returns {number | undefined}
 */
function acceptedId(value) {
  try {
    const { id, note } = JSON.parse(value);
    return typeof note === 'string' ? id : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether everything that is in the topic has been landed.
 *
 * @param {import('./chaos-world.mjs').ChaosWorld} world
 * @param {number} produced
 */
export async function isDrained(world, produced) {
  /** @type {readonly { N: number }[]} */
  const [row] = await world.query(
    'SELECT COALESCE(SUM("NEXT_OFFSET"), 0) AS N FROM BROOK_CHAOS.OPS.COLLECTOR_OFFSETS',
  );
  return Number(row?.N ?? 0) >= produced;
}
