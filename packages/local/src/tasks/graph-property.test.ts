import { expect, it } from 'vitest';
import { logged, TaskedAccount } from '../fixtures/tasked-account.js';

type Kind = 'succeeds' | 'fails' | 'skips' | 'suspended';

interface Planned {
  readonly name: string;
  readonly kind: Kind;
  readonly after: readonly number[];
}

/** A repeatable source of numbers from 0 to below a limit. */
function dice(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

function plan(roll: (limit: number) => number): readonly Planned[] {
  const kinds: readonly Kind[] = [
    'succeeds',
    'succeeds',
    'succeeds',
    'fails',
    'skips',
    'suspended',
  ];
  return Array.from({ length: 7 }, (_, at) => {
    const kind = kinds[roll(kinds.length)] ?? 'succeeds';
    const before = Array.from({ length: at }, (__, index) => index);
    const chosen = before.filter(() => roll(3) === 0);
    const after = at > 0 && chosen.length === 0 ? [roll(at)] : chosen;
    // A suspended root runs all the same when it is executed.
    return { name: `T${at}`, kind: at === 0 && kind === 'suspended' ? 'succeeds' : kind, after };
  });
}

/**
 * What the documentation says, read independently: level by level, which tasks ran and how, with a
 * suspended task standing for one that succeeded wherever it would have been reached.
 */
function expected(tasks: readonly Planned[]): readonly string[] {
  const ends: ('ran' | 'stood in' | 'ended')[] = [];
  const runs: string[] = [];
  for (const { name, kind, after } of tasks) {
    const before = after.map((index) => ends[index]);
    const isReached =
      before.every((end) => end !== 'ended') && (before.length < 2 || before.includes('ran'));
    if (!isReached) ends.push('ended');
    else if (kind === 'suspended') ends.push('stood in');
    else {
      const state = { succeeds: 'SUCCEEDED', fails: 'FAILED', skips: 'SKIPPED' }[kind];
      runs.push(`${name}:${state}`);
      ends.push(kind === 'succeeds' ? 'ran' : 'ended');
    }
  }
  return runs.sort();
}

it('runs random graphs as the documentation says', { timeout: 120_000 }, async () => {
  await using tasked = await TaskedAccount.open();
  const roll = dice(42);
  for (let turn = 0; turn < 12; turn += 1) {
    const schema = `G${turn}`;
    await tasked.account.run(`CREATE SCHEMA D.${schema}`);
    const tasks = plan(roll);
    for (const { name, kind, after } of tasks) {
      const place = after.length === 0 ? '' : `AFTER ${after.map((at) => `T${at}`).join(', ')}`;
      const when = kind === 'skips' ? 'WHEN 1 = 2' : '';
      const body = kind === 'fails' ? 'SELECT 1 / 0' : logged(name).replace('LOG', 'D.S.LOG');
      await tasked.account.run(`CREATE TASK ${name} WAREHOUSE = W ${place} ${when} AS ${body}`);
      if (kind !== 'suspended' && after.length > 0) {
        await tasked.account.run(`ALTER TASK ${name} RESUME`);
      }
    }
    await tasked.execute('T0');
    const runs = (await tasked.history()).filter(({ schemaName }) => schemaName === schema);
    const ended = runs.map(({ name, state }) => `${name}:${state}`).sort();
    expect({ tasks, ended }).toEqual({ tasks, ended: expected(tasks) });
  }
});
