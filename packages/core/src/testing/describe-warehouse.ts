import assert from 'node:assert/strict';
import { DasError } from '@das/contracts';
import type { Warehouse } from '../warehouse/warehouse.js';
import { CaseWorld } from './case-world.js';
import { setUpAccount, tearDownAccount } from './suite-account.js';
import {
  type CaseGroup,
  type WarehouseCaseId,
  warehouseCaseIds,
  warehouseCases,
} from './warehouse-cases.js';

/** The functions of a test runner that the suite needs. Those of vitest and Jest fit as they are. */
export interface TestRunner {
  describe(name: string, define: () => void): unknown;
  test(name: string, run: () => Promise<void>): unknown;
  beforeAll(run: () => Promise<void>): unknown;
  afterAll(run: () => Promise<void>): unknown;
}

/** A case that does not hold on a warehouse, although the warehouse runs its statements. */
export interface Difference {
  /** What is otherwise, as a sentence. */
  readonly reason: string;
  /** Holds what the warehouse does instead; without it, that the case fails is all that is held. */
  readonly instead?: (world: CaseWorld) => Promise<void>;
}

/** What a warehouse does not do, and who runs the suite. */
export interface DescribeWarehouseOptions {
  readonly runner: TestRunner;
  /** The role that may make databases, roles and virtual warehouses. Default `ACCOUNTADMIN`. */
  readonly admin?: string;
  /**
   * Cases that rest on what the warehouse does not support, each with what that is. The suite then
   * holds that the case is refused with `DAS_WAREHOUSE_UNSUPPORTED`: it never skips one.
   */
  readonly unsupported?: Readonly<Partial<Record<WarehouseCaseId, string>>>;
  /** Cases whose statements run, and end otherwise. */
  readonly differs?: Readonly<Partial<Record<WarehouseCaseId, Difference>>>;
}

/**
 * The conformance suite of warehouses: what a `Warehouse` must do to stand for Snowflake, case by
 * case, each with the page of Snowflake's documentation that says so.
 *
 * The suite makes the database `DAS_CONFORMANCE`, a virtual warehouse and three roles, and drops them
 * when it is done: run it on an account in which these names are free.
 *
 * @param name - what is tested, for the report
 * @param open - opens a warehouse; called once, and closed by the suite
 *
 * @example
 * ```ts
 * import { warehouseCaseIds, warehouseCases } from '@das/core/testing';
 *
 * // In a test file: describeWarehouse('mine', openMine, { runner: { describe, test, beforeAll, afterAll } });
 * console.log(warehouseCaseIds.includes('masking/owner-is-masked'));
 * // => true
 * console.log(warehouseCases['masking/owner-is-masked'].page);
 * // => user-guide/security-column-intro
 * ```
 */
export function describeWarehouse(
  name: string,
  open: () => Promise<Warehouse>,
  options: DescribeWarehouseOptions,
): void {
  const { runner, admin = 'ACCOUNTADMIN' } = options;
  runner.describe(`${name} conforms to Snowflake`, () => {
    let warehouse: Warehouse | undefined;
    runner.beforeAll(async () => {
      warehouse = await open();
      await setUpAccount(warehouse, admin);
    });
    runner.afterAll(async () => {
      if (warehouse === undefined) return;
      await tearDownAccount(warehouse, admin);
      await warehouse.close();
    });
    for (const [group, ids] of grouped()) {
      runner.describe(group, () => {
        for (const id of ids) {
          runner.test(titleOf(id, options), async () => {
            assert.ok(warehouse !== undefined, 'the warehouse was not opened');
            await runCase(warehouse, admin, id, options);
          });
        }
      });
    }
  });
}

function grouped(): ReadonlyMap<CaseGroup, readonly WarehouseCaseId[]> {
  const groups = new Map<CaseGroup, WarehouseCaseId[]>();
  for (const id of warehouseCaseIds) {
    const group = groupOf(id);
    const known = groups.get(group);
    if (known === undefined) groups.set(group, [id]);
    else known.push(id);
  }
  return groups;
}

function groupOf(id: WarehouseCaseId): CaseGroup {
  return id.slice(0, id.indexOf('/')) as CaseGroup;
}

function titleOf(id: WarehouseCaseId, { unsupported, differs }: DescribeWarehouseOptions): string {
  const { title } = warehouseCases[id];
  const reason = unsupported?.[id];
  if (reason !== undefined) return `${id}: refuses ${reason}`;
  const difference = differs?.[id];
  return difference === undefined ? `${id}: ${title}` : `${id}: differs: ${difference.reason}`;
}

async function runCase(
  warehouse: Warehouse,
  admin: string,
  id: WarehouseCaseId,
  { unsupported, differs }: DescribeWarehouseOptions,
): Promise<void> {
  const position = warehouseCaseIds.indexOf(id);
  const run = async (suffix: string, work: (world: CaseWorld) => Promise<void>): Promise<void> => {
    await inWorld(warehouse, admin, `CASE_${position}${suffix}`, work);
  };
  const difference = differs?.[id];
  if (unsupported?.[id] !== undefined) {
    await run('', (world) => holdsRefused(world, id));
  } else if (difference !== undefined) {
    await run('', (world) => holdsFailed(world, id));
    const { instead } = difference;
    if (instead !== undefined) await run('_INSTEAD', instead);
  } else {
    await run('', warehouseCases[id].run);
  }
}

async function inWorld(
  warehouse: Warehouse,
  admin: string,
  schema: string,
  work: (world: CaseWorld) => Promise<void>,
): Promise<void> {
  const outside = new CaseWorld(warehouse, admin, 'PUBLIC');
  try {
    await outside.all(
      `CREATE OR REPLACE SCHEMA ${schema}`,
      `GRANT USAGE ON SCHEMA ${schema} TO ROLE DAS_READER`,
      `GRANT USAGE ON SCHEMA ${schema} TO ROLE DAS_CLEARED`,
    );
  } finally {
    await outside.close();
  }
  const world = new CaseWorld(warehouse, admin, schema);
  try {
    await work(world);
  } finally {
    await world.close();
  }
}

/** What is not supported is refused by name, not answered in another way. */
async function holdsRefused(world: CaseWorld, id: WarehouseCaseId): Promise<void> {
  const error = await failureOf(world, id);
  const code = DasError.isInstance(error) ? error.code : String(error);
  assert.equal(code, 'DAS_WAREHOUSE_UNSUPPORTED');
}

async function holdsFailed(world: CaseWorld, id: WarehouseCaseId): Promise<void> {
  await failureOf(world, id);
}

async function failureOf(world: CaseWorld, id: WarehouseCaseId): Promise<unknown> {
  try {
    await warehouseCases[id].run(world);
  } catch (error) {
    return error;
  }
  throw new assert.AssertionError({ message: `${id} holds: take it off the list of deviations` });
}
