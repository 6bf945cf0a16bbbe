// Commits pairs of rows, one transaction after the other, in four sessions, until it is ended. Run with
// the server's URL and the first id; writes `? id` before a COMMIT is sent and `! id` when it is answered.
import { writeSync } from 'node:fs';
import { openConnection } from './open-connection.mjs';

const [url = '', first = '1'] = process.argv.slice(2);
let next = Number(first);

async function write() {
  const connection = await openConnection(url, { database: 'D', schema: 'PUBLIC' });
  for (;;) {
    const id = next++;
    await connection.rows('BEGIN');
    await connection.rows(`INSERT INTO PAIRS VALUES (${id}, 1)`);
    await connection.rows(`INSERT INTO PAIRS VALUES (${id}, 2)`);
    writeSync(1, `? ${id}\n`);
    await connection.rows('COMMIT');
    writeSync(1, `! ${id}\n`);
  }
}

await Promise.all([write(), write(), write(), write()]);
