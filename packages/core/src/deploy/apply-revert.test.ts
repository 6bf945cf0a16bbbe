import { type AnyContract, defineContract } from '@das/contracts';
import { openLocalWarehouse } from '@das/local';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { AccessDeclaration } from '../access/declarations.js';
import { Collector } from '../collector/collector.js';
import type { Source } from '../collector/source.js';
import { type Domain, defineDomain } from '../domain/define-domain.js';
import { definePlatform } from '../domain/platform.js';
import { accountContent } from '../fixtures/account-content.js';
import { failingAt } from '../fixtures/interposed-warehouse.js';
import { EvidenceInMemory } from '../fixtures/visits.js';
import type { Warehouse } from '../warehouse/warehouse.js';
import { apply } from './apply.js';

const common = { domain: 'shop', name: 'notes', version: '1.0.0', owner: 'shop' } as const;

const notes = defineContract({
  ...common,
  schema: z.object({ id: z.int(), note: z.string() }),
  columns: { id: 'internal', note: { classification: 'internal', type: 'VARCHAR(10)' } },
});
const optional = defineContract({
  ...common,
  schema: z.object({ id: z.int(), note: z.string().optional() }),
  columns: { id: 'internal', note: { classification: 'internal', type: 'VARCHAR(10)' } },
});
const longer = defineContract({
  ...common,
  schema: z.object({ id: z.int(), note: z.string() }),
  columns: { id: 'internal', note: { classification: 'internal', type: 'VARCHAR(20)' } },
});

function shop<C extends AnyContract>(
  contract: C,
  access: readonly AccessDeclaration[] = [],
): Domain {
  class NotesCollector extends Collector<C> {
    readonly contract = contract;
    async openSource(): Promise<Source> {
      throw new Error('not used');
    }
  }
  return defineDomain({
    platform: definePlatform({ name: 'test', masking: [] }),
    name: 'shop',
    contracts: [contract],
    collectors: [NotesCollector],
    access,
  });
}

const tag = (
  assigned: Extract<AccessDeclaration, { kind: 'tag' }>['assigned'],
): AccessDeclaration => ({
  kind: 'tag',
  name: 'COST',
  allowedValues: ['high', 'low'],
  assigned,
});

async function deploy(warehouse: Warehouse, domain: Domain): Promise<number> {
  const done = await apply({
    domain,
    warehouse,
    evidence: new EvidenceInMemory(),
    planOptions: { allowLowering: true },
  });
  return done.statements;
}

/** Kills the way from one domain to the next at each statement, and goes back. */
async function* goingBack(start: Domain, next: Domain): AsyncIterable<Warehouse> {
  await using whole = await openLocalWarehouse();
  await deploy(whole, start);
  const statements = await deploy(whole, next);
  expect(statements).toBeGreaterThan(2);
  // One statement more than the plan has: what is written down before its first.
  for (let at = 1; at <= statements + 3; at += 1) {
    await using killed = await openLocalWarehouse();
    await deploy(killed, start);
    await expect(deploy(failingAt(killed, at), next)).rejects.toThrow('the line went dead');
    yield killed;
  }
}

describe('a plan that was interrupted and is taken back', () => {
  test('leaves no tag and no shape of it', async () => {
    const start = shop(notes, [tag([{ contract: 'notes', column: 'id', value: 'low' }])]);
    const next = shop(optional, [
      tag([
        { contract: 'notes', value: 'high' },
        { contract: 'notes', column: 'note', value: 'high' },
      ]),
    ]);
    await using undisturbed = await openLocalWarehouse();
    await deploy(undisturbed, start);
    const wanted = await accountContent(undisturbed, start);
    let round = 0;
    for await (const killed of goingBack(start, next)) {
      round += 1;
      await deploy(killed, start);
      expect(await accountContent(killed, start), `killed at statement ${round}`).toEqual(wanted);
    }
    expect(round).toBeGreaterThan(6);
  }, 240_000);

  test('does not take a type that has been widened for the one before', async () => {
    const [start, next] = [shop(notes), shop(longer)];
    const refused: string[] = [];
    for await (const killed of goingBack(start, next)) {
      const isBack = await deploy(killed, start).then(
        () => true,
        (error: { code: string; message: string }) => {
          expect(error.code).toBe('DAS_PLAN_UNSUPPORTED_CHANGE');
          refused.push(error.message);
          return false;
        },
      );
      const lengths = (await accountContent(killed, start))
        .filter((line) => line.startsWith('column') && line.includes('"COLUMN_NAME":"NOTE"'))
        .map((line) => /"CHARACTER_MAXIMUM_LENGTH":"?(\d+)/.exec(line)?.[1]);
      expect(lengths).toEqual([isBack ? '10' : '20']);
    }
    expect(new Set(refused)).toEqual(
      new Set([
        'table BROOK_SHOP.BRONZE.NOTES cannot be changed: column NOTE is VARCHAR(20) and would become VARCHAR(10)',
      ]),
    );
  }, 240_000);
});
