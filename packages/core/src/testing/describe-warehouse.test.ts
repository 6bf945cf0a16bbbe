import { openLocalWarehouse } from '@das/local';
import { expect, test } from 'vitest';
import { type DescribeWarehouseOptions, describeWarehouse } from './describe-warehouse.js';
import { type WarehouseCaseId, warehouseCaseIds } from './warehouse-cases.js';

/** A runner that gathers the tests, to run one and see how it ends. */
async function outcomeOf(
  id: WarehouseCaseId,
  options: Omit<DescribeWarehouseOptions, 'runner'>,
): Promise<{ title: string; error: unknown; count: number }> {
  const tests: [string, () => Promise<void>][] = [];
  const before: (() => Promise<void>)[] = [];
  const after: (() => Promise<void>)[] = [];
  describeWarehouse('tested', () => openLocalWarehouse(), {
    ...options,
    runner: {
      describe: (_, define) => define(),
      test: (title, run) => tests.push([title, run]),
      beforeAll: (run) => before.push(run),
      afterAll: (run) => after.push(run),
    },
  });
  const found = tests.find(([title]) => title.startsWith(`${id}:`));
  if (found === undefined) throw new Error(`no test ${id}`);
  for (const run of before) await run();
  const error = await found[1]().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  for (const run of after) await run();
  return { title: found[0], error, count: tests.length };
}

test('every case is a test, whatever is listed: none is left out', async () => {
  const all = Object.fromEntries(warehouseCaseIds.map((id) => [id, 'all']));
  const { count, error } = await outcomeOf('types/number', { unsupported: all });
  expect(count).toBe(warehouseCaseIds.length);
  expect(String(error)).toContain('take it off the list');
});

test('a case that holds passes, and fails when it is listed as a deviation', async () => {
  expect((await outcomeOf('errors/not-found', {})).error).toBeUndefined();
  const differs = { 'errors/not-found': { reason: 'says nothing' } };
  expect(String((await outcomeOf('errors/not-found', { differs })).error)).toContain('holds');
});

test('a case that is refused passes as unsupported only', async () => {
  const id = 'masking/materialized-view';
  const unsupported = { [id]: 'materialized views' };
  const { error, title } = await outcomeOf(id, { unsupported });
  expect([error, title]).toEqual([undefined, `${id}: refuses materialized views`]);
  expect((await outcomeOf(id, {})).error).toMatchObject({ code: 'DAS_WAREHOUSE_UNSUPPORTED' });
});

test('a case that ends otherwise passes with what it does instead, and not as unsupported', async () => {
  const id = 'types/expression-name';
  const differs = { [id]: { reason: 'another name', instead: async () => undefined } };
  expect((await outcomeOf(id, { differs })).error).toBeUndefined();
  const wrong = {
    [id]: { reason: 'another name', instead: () => Promise.reject(new Error('no')) },
  };
  expect((await outcomeOf(id, { differs: wrong })).error).toMatchObject({ message: 'no' });
  expect((await outcomeOf(id, { unsupported: { [id]: 'names' } })).error).toBeDefined();
});
