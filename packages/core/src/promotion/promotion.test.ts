import { defineContract, rule } from '@das/contracts';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { compilePromotion } from './compile-promotion.js';
import { deidentify } from './deidentify.js';
import { declassified } from './expression.js';
import { orderPromotions } from './order-promotions.js';
import { audited, bronze, dynamicTable, platinum, promotion, silver } from './promotion.js';

const visits = defineContract({
  domain: 'health',
  name: 'visits',
  version: '1.0.0',
  owner: 'health',
  schema: z.object({
    id: z.string(),
    zip: z.string().nullable(),
    cost: z.number(),
    kind: z.enum(['A', 'B']),
  }),
  columns: { id: 'phi', zip: 'phi', cost: 'internal', kind: 'public' },
  primaryKey: ['id'],
  quality: [rule.range('cost', { min: 0 })],
});

const costs = defineContract({
  domain: 'health',
  name: 'costs',
  version: '1.0.0',
  owner: 'health',
  schema: z.object({ kind: z.enum(['A', 'B']), zip3: z.string().nullable(), people: z.int() }),
  columns: { kind: 'public', zip3: 'internal', people: 'internal' },
});

describe('compilePromotion', () => {
  test('keeps the newest row of each key out of BRONZE, and rows that keep the contract', () => {
    const compiled = compilePromotion(
      promotion({ from: bronze(visits), to: silver(visits), strategy: dynamicTable() }),
      'BROOK_HEALTH',
    );
    expect(compiled.cleanQuery).toMatchInlineSnapshot(
      `"SELECT "ID", "ZIP", "COST", "KIND" FROM (SELECT "ID", "ZIP", "COST", "KIND" FROM (SELECT "ID", "ZIP", "COST", "KIND" FROM "BROOK_HEALTH"."BRONZE"."VISITS" QUALIFY ROW_NUMBER() OVER (PARTITION BY "ID" ORDER BY "_DAS_EVENT_AT" DESC NULLS LAST, "_DAS_LANDED_AT" DESC, "_DAS_PARTITION" DESC, "_DAS_OFFSET" DESC, "_DAS_INDEX" DESC NULLS LAST) = 1) AS S) AS Q WHERE ("ID" IS NOT NULL) AND ("COST" IS NOT NULL) AND ("KIND" IS NOT NULL) AND (("KIND" IS NULL OR "KIND" IN ('A', 'B'))) AND (("COST" IS NULL OR ("COST" >= 0)))"`,
    );
    expect(compiled.tableRules).toMatchObject([{ name: 'primary_key', columns: ['id'] }]);
  });

  test('refuses a column computed from a more sensitive one', () => {
    const leaking = promotion({
      from: silver(visits),
      to: platinum(costs),
      strategy: audited(),
      columns: { zip3: 'LEFT(zip, 3)', people: declassified('COUNT(DISTINCT id)', 'a count') },
      groupBy: ['kind'],
    });
    expect(() => compilePromotion(leaking, 'BROOK_HEALTH')).toThrow(
      expect.objectContaining({
        code: 'DAS_PROMOTION_DECLASSIFIES',
        message: 'column zip3 (internal) is computed from zip (phi)',
      }),
    );
  });

  test('refuses a condition or an expression that would become another part of the query', () => {
    const definition = { from: silver(visits), to: platinum(visits), strategy: audited() } as const;
    const injected = [
      { where: `TRUE UNION ALL SELECT id, 'x', cost, kind FROM BROOK_HEALTH.SILVER.VISITS` },
      { columns: { zip: `NULL) AS "ZIP", (1` } },
      { columns: { kind: `/* ' */ id /* ' */` } },
    ];
    for (const more of injected) {
      expect(() => compilePromotion(promotion({ ...definition, ...more }), 'BROOK_HEALTH')).toThrow(
        expect.objectContaining({ code: 'DAS_PROMOTION_INVALID' }),
      );
    }
  });

  test('lets a named transform stand between, and says so in the lineage', () => {
    const safe = promotion({
      from: silver(visits),
      to: platinum(costs),
      strategy: audited(),
      columns: {
        zip3: deidentify.zip3('zip'),
        people: declassified('COUNT(DISTINCT id)', 'a count names nobody'),
      },
      groupBy: ['kind', 'zip'],
    });
    expect(compilePromotion(safe, 'BROOK_HEALTH').lineage).toEqual([
      { column: 'kind', from: ['kind'], through: undefined },
      { column: 'zip3', from: ['zip'], through: 'safe-harbor.zip3' },
      { column: 'people', from: ['id'], through: 'a count names nobody' },
    ]);
  });
});

test('promotions are ordered so that each finds its source filled', () => {
  const toSilver = promotion({
    from: bronze(visits),
    to: silver(visits),
    strategy: dynamicTable(),
  });
  const toPlatinum = promotion({ from: silver(visits), to: platinum(visits), strategy: audited() });
  expect(orderPromotions([toPlatinum, toSilver])).toEqual([toSilver, toPlatinum]);
});

test('promotions whose rules refer to each other are ordered as far as that goes', () => {
  const named = { domain: 'health', version: '1.0.0', owner: 'health' } as const;
  const refersTo = (name: string, other: string) =>
    defineContract({
      ...named,
      name,
      schema: z.object({ id: z.string() }),
      columns: { id: 'internal' },
      quality: [
        rule.referential('id', { domain: 'health', name: other, columns: [{ name: 'id' }] }, 'id'),
      ],
    });
  const [a, b, c] = [refersTo('a', 'b'), refersTo('b', 'c'), refersTo('c', 'a')];
  const promotions = [a, b, c].map((contract) =>
    promotion({ from: bronze(contract), to: silver(contract), strategy: dynamicTable() }),
  );
  const order = orderPromotions(promotions).map((each) => each.name);
  expect(order).toEqual(['c_silver', 'b_silver', 'a_silver']);
});

test('a promotion that does not climb is refused', () => {
  expect(() =>
    promotion({ from: silver(visits), to: bronze(visits), strategy: audited() }),
  ).toThrow(expect.objectContaining({ code: 'DAS_PROMOTION_INVALID' }));
});
