import { randomInt } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type HuntResult, hunt } from './hunt.js';
import { runLeakHunt } from './run-leak-hunt.js';
import type { HuntedColumn, HuntedTable } from './world/hunted-table.js';
import { HuntingGround, type Sabotage } from './world/hunting-ground.js';

/** Changes one column of a table. */
function spoil(
  table: HuntedTable,
  name: string,
  change: (column: HuntedColumn) => HuntedColumn,
): HuntedTable {
  return {
    ...table,
    columns: table.columns.map((column) => (column.name === name ? change(column) : column)),
  };
}

/** Hunts in worlds of which one is broken, until something is found. */
async function huntBroken(sabotage: Sabotage): Promise<HuntResult> {
  await using ground = await HuntingGround.open(11, sabotage);
  return await hunt({ ground, seed: 5, queries: 400, findings: 1, attempts: 80 });
}

describe('the leak hunt', () => {
  it('finds nothing in 2,000 random queries, of which most are accepted', async () => {
    const report = await runLeakHunt({ queries: 2_000, seed: randomInt(2 ** 31) });
    expect(report.findings, `seed ${report.seed}: ${report.findings[0]?.text}`).toEqual([]);
    expect(report.accepted / report.programs).toBeGreaterThan(0.6);
  }, 240_000);

  it('sees a canary when a column that poses as masked has no policy', async () => {
    const { findings } = await huntBroken({
      table: (table, world) =>
        table.name === 'PEOPLE' && world === 'guarded'
          ? spoil(table, 'EMAIL', ({ name, type }) => ({ name, type }))
          : table,
    });
    expect(findings[0]?.oracle).toBe('canary');
    // The reproducer is small.
    expect(findings[0]?.text.length).toBeLessThan(3_000);
  }, 60_000);

  it('sees a difference to the hand-written tables where no canary shows', async () => {
    const { findings } = await huntBroken({
      table: (table, world) =>
        table.name === 'PEOPLE' && world === 'guarded'
          ? spoil(table, 'ACTIVE', ({ name, type }) => ({ name, type }))
          : table,
    });
    expect(findings[0]?.oracle).toBe('hand-written tables');
  }, 60_000);

  it('sees a difference when hidden rows are only counted', async () => {
    const { findings } = await huntBroken({
      table: (table, world) =>
        table.name === 'OPEN' && world === 'guarded'
          ? { ...table, rows: [...table.rows, { ID: '99', NAME: 'hidden' }] }
          : table,
    });
    expect(findings[0]?.oracle).toBe('hand-written tables');
  }, 60_000);

  it('sees that a failure depends on clear values', async () => {
    const { findings } = await huntBroken({
      policies: [
        "CREATE MASKING POLICY D.S.M_BROKEN AS (VAL VARCHAR) RETURNS VARCHAR -> CASE WHEN LENGTH(VAL) > 3 THEN TO_VARCHAR(TO_NUMBER(VAL)) ELSE '***' END",
      ],
      table: (table) =>
        table.name === 'PEOPLE'
          ? spoil(table, 'NAME', (column) => ({
              ...column,
              policy: 'WITH MASKING POLICY D.S.M_BROKEN',
            }))
          : table,
    });
    expect(findings[0]?.oracle).toBe('dependence on clear values');
  }, 60_000);
});
