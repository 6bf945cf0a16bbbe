// 32 sessions that move amounts between accounts, all at once, in a process of its own. The sum of the
// accounts never changes, and each session counts what it has committed. Run with the server's URL and a
// seed; says what happened on one line of JSON.
import { openConnection } from './open-connection.mjs';

const [url = '', seed = '1'] = process.argv.slice(2);
const sessions = 32;
const rounds = 12;
const accounts = 16;

/** Numbers that only the seed decides (mulberry32). */
function random(/** @type {number} */ start) {
  let state = start >>> 0;
  return (/** @type {number} */ below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const said = { committed: 0, undone: 0, added: 0, uneven: 0, conflicts: 0, failures: [''] };
said.failures.pop();

async function work(/** @type {number} */ who) {
  const pick = random(Number(seed) * 1000 + who);
  const connection = await openConnection(url, { database: 'BANK', schema: 'PUBLIC' });
  /** Runs what may lose against another session; then it is undone, and nothing of it counts. */
  const attempt = async (/** @type {() => Promise<void>} */ change) => {
    try {
      await change();
      return true;
    } catch (/** @type {any} */ error) {
      // What Snowflake says when another transaction was first.
      if (error.code !== '000625') throw error;
      said.conflicts += 1;
      await connection.rows('ROLLBACK');
      return false;
    }
  };
  try {
    for (let round = 0; round < rounds; round += 1) {
      const choice = pick(4);
      const amount = 1 + pick(9);
      const [from, to] = [pick(accounts), pick(accounts)];
      if (choice === 0) {
        if (
          await attempt(async () => void (await connection.rows('UPDATE COUNTER SET N = N + 1')))
        ) {
          said.added += 1;
        }
      } else if (choice === 3) {
        const [row] = await connection.rows('SELECT SUM(AMOUNT) AS S, COUNT(*) AS N FROM ACCOUNTS');
        if (row?.S !== 1000 * accounts || row?.N !== accounts) said.uneven += 1;
      } else {
        const isUndone = pick(4) === 0;
        const isDone = await attempt(async () => {
          await connection.rows('BEGIN');
          await connection.rows(
            `UPDATE ACCOUNTS SET AMOUNT = AMOUNT - ${amount} WHERE ID = ${from}`,
          );
          await connection.rows(`UPDATE ACCOUNTS SET AMOUNT = AMOUNT + ${amount} WHERE ID = ${to}`);
          await connection.rows(`INSERT INTO TRANSFERS VALUES (${who}, ${amount})`);
          await connection.rows(isUndone ? 'ROLLBACK' : 'COMMIT');
        });
        if (isDone) said[isUndone ? 'undone' : 'committed'] += 1;
      }
    }
  } catch (error) {
    said.failures.push(error instanceof Error ? error.message : String(error));
  } finally {
    await connection.close();
  }
}

await Promise.all(Array.from({ length: sessions }, (_, who) => work(who)));
console.log(JSON.stringify(said));
