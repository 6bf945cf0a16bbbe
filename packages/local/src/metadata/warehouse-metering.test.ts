import { expect, it } from 'vitest';
import { openLocalWarehouse } from '../warehouse/open-local-warehouse.js';

const start = Date.parse('2026-03-01T10:00:00Z');

/** A warehouse on which statements run at the given seconds behind ten o'clock. */
async function creditsAfter(
  settings: string,
  seconds: readonly number[],
  end: number,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  let now = start;
  await using warehouse = await openLocalWarehouse({ clock: () => new Date(now) });
  await using admin = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  await admin.execute({ text: `CREATE WAREHOUSE W ${settings}`, binds: [] });
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN', warehouse: 'W' });
  for (const second of seconds) {
    now = start + second * 1000;
    await session.execute({ text: 'SELECT 1', binds: [] });
  }
  now = start + end * 1000;
  const { rows } = await admin.execute({
    text: `SELECT TO_VARCHAR(START_TIME) AS H, WAREHOUSE_NAME, ROUND(CREDITS_USED, 6) AS C
      FROM SNOWFLAKE.ACCOUNT_USAGE.WAREHOUSE_METERING_HISTORY ORDER BY START_TIME`,
    binds: [],
  });
  return rows;
}

it('a warehouse costs a minute at least, and then by the second until it suspends', async () => {
  const [row] = await creditsAfter('AUTO_SUSPEND = 1', [0], 600);
  expect(row).toMatchObject({ WAREHOUSE_NAME: 'W', C: 0.016667 });
  const [longer] = await creditsAfter('AUTO_SUSPEND = 90', [0, 60], 600);
  expect(longer?.C).toBeCloseTo(150 / 3600, 5);
});

it('it resumes for the next statement, which costs a minute again', async () => {
  const [row] = await creditsAfter('AUTO_SUSPEND = 1', [0, 300], 600);
  expect(row?.C).toBeCloseTo(120 / 3600, 5);
});

it('each doubling of its size doubles what it costs', async () => {
  const [row] = await creditsAfter("WAREHOUSE_SIZE = 'LARGE' AUTO_SUSPEND = 360", [0], 3000);
  expect(row?.C).toBeCloseTo((8 * 360) / 3600, 5);
});

it('an hour has its own row', async () => {
  const rows = await creditsAfter('AUTO_SUSPEND = 600', [3500], 10_000);
  expect(rows.map(({ C }) => C)).toEqual([
    expect.closeTo(100 / 3600, 5),
    expect.closeTo(500 / 3600, 5),
  ]);
});

it('one that never suspends runs until now, and one that nobody used costs nothing', async () => {
  const [row] = await creditsAfter('AUTO_SUSPEND = 0', [0], 1800);
  expect(row?.C).toBeCloseTo(0.5, 5);
  expect(await creditsAfter('AUTO_SUSPEND = 0', [], 1800)).toEqual([]);
});
