import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openConnection } from '../clients/open-connection.mjs';
import { clientFile } from '../clients/run-checks.js';
import { type ServedDas, startDas } from '../das/start-das.js';

const rounds = 20;

let folder: string;
let das: ServedDas | undefined;
let writer: ChildProcess | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'das-killed-'));
});
afterAll(async () => {
  writer?.kill('SIGKILL');
  await das?.kill();
  await rm(folder, { recursive: true, force: true });
});

/** What the clients know of their transactions, by id. */
interface Ledger {
  /** The server said that they are committed. */
  readonly committed: Set<number>;
  /** COMMIT was sent, and no answer came: both outcomes are right. */
  readonly unanswered: Set<number>;
}

/** Lets another process write until some are committed, then kills the server in the midst of it. */
async function killWhileWriting(server: ServedDas, round: number, ledger: Ledger): Promise<void> {
  const program = clientFile('writing-pairs.mjs');
  const child = spawn(process.execPath, [program, server.url, String(1 + round * 10_000)], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  writer = child;
  const exit = once(child, 'exit');
  let isKilling = false;
  let answered = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const id = Number(line.slice(2));
    if (line.startsWith('?')) ledger.unanswered.add(id);
    else {
      ledger.unanswered.delete(id);
      ledger.committed.add(id);
      answered += 1;
    }
    if (answered < 5 || isKilling) continue;
    isKilling = true;
    // Not at once, so that it hits another moment of a transaction in each round.
    void wait((round * 7) % 40)
      .then(() => server.kill())
      .then(() => child.kill('SIGKILL'));
  }
  await exit;
}

test(`keeps what was committed, and nothing else, when it is killed ${rounds} times`, async () => {
  const ledger: Ledger = { committed: new Set(), unanswered: new Set() };
  for (let round = 0; round <= rounds; round += 1) {
    const server = await startDas(folder);
    das = server;
    const connection = await openConnection(server.url, {});
    if (round === 0) {
      await connection.rows('CREATE DATABASE D');
      await connection.rows('CREATE TABLE D.PUBLIC.PAIRS (ID NUMBER, HALF NUMBER)');
    }
    const found = await connection.rows(
      'SELECT ID, COUNT(*) AS N, SUM(HALF) AS S FROM D.PUBLIC.PAIRS GROUP BY ID',
    );
    await connection.close();
    const ids = new Set(found.map(({ ID }) => Number(ID)));
    expect(found.filter(({ N, S }) => N !== 2 || S !== 3)).toEqual([]);
    expect([...ledger.committed].filter((id) => !ids.has(id))).toEqual([]);
    const isKnown = (id: number): boolean => ledger.committed.has(id) || ledger.unanswered.has(id);
    expect([...ids].filter((id) => !isKnown(id))).toEqual([]);
    // What came through without an answer is there from now on, and must stay.
    for (const id of ids) ledger.committed.add(id);
    ledger.unanswered.clear();
    if (round < rounds) await killWhileWriting(server, round, ledger);
  }
  expect(ledger.committed.size).toBeGreaterThanOrEqual(5 * rounds);
});
