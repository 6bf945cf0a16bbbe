import { type AnyContract, defineContract } from '@das/contracts';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { MaskingPolicyDeclaration } from '../access/declarations.js';
import { Collector } from '../collector/collector.js';
import type { Source } from '../collector/source.js';
import { compileDomain } from '../domain/compile-domain.js';
import { type Domain, defineDomain } from '../domain/define-domain.js';
import { definePlatform } from '../domain/platform.js';
import { bronze, dynamicTable, promotion, silver } from '../promotion/promotion.js';
import { fingerprintOf } from '../resources/create-statement.js';
import { addressOf, type ColumnResource } from '../resources/resource.js';
import { type ActualState, emptyState } from './actual-state.js';
import { planChanges } from './plan.js';

const columns = { id: 'internal', email: { classification: 'pii', semantic: 'email' } } as const;
const common = { domain: 'shop', name: 'people', version: '1.0.0', owner: 'shop' } as const;
const people = defineContract({
  ...common,
  schema: z.object({ id: z.int(), email: z.email() }),
  columns,
  primaryKey: ['id'],
});
const withPhone = defineContract({
  ...common,
  version: '1.1.0',
  schema: z.object({ id: z.int(), email: z.email(), phone: z.string() }),
  columns: { ...columns, phone: 'pii' },
  primaryKey: ['id'],
});

const hide: MaskingPolicyDeclaration = {
  kind: 'maskingPolicy',
  name: 'PII',
  appliesTo: { classification: 'pii' },
  masks: { text: "'***'" },
  reveal: [],
};

function domainOf<C extends AnyContract>(contract: C, masking = [hide]): Domain {
  class PeopleCollector extends Collector<C> {
    readonly contract = contract;
    async openSource(): Promise<Source> {
      throw new Error('not used');
    }
  }
  return defineDomain({
    platform: definePlatform({ name: 'test', masking }),
    name: 'shop',
    contracts: [contract],
    collectors: [PeopleCollector],
    promotions: [
      promotion({ from: bronze(contract), to: silver(contract), strategy: dynamicTable() }),
    ],
    access: [{ kind: 'accessRole', name: 'READER', reads: ['SILVER'], clearance: [] }],
  });
}

const nothing = emptyState;

/** The state of an account in which everything that a domain declares is deployed. */
function deployed(domain: Domain): ActualState {
  const resources = compileDomain(domain);
  return {
    ...nothing,
    objects: new Map(
      resources.flatMap((each) =>
        each.kind === 'grant' ? [] : [[addressOf(each), fingerprintOf(each)] as const],
      ),
    ),
    columns: new Map(
      resources.flatMap((each) =>
        each.kind === 'table'
          ? [[addressOf(each), each.columns.map((column) => column.name)] as const]
          : [],
      ),
    ),
    deployed: new Map(resources.map((each) => [addressOf(each), each])),
  };
}

describe('planning from nothing', () => {
  const plan = planChanges(domainOf(people), nothing);

  test('creates every protected column with its policy in the same statement', () => {
    const tables = plan.steps.filter((step) => /^(table|dynamicTable) .*PEOPLE/.test(step.address));
    expect(tables).toHaveLength(2);
    for (const { statements } of tables) {
      expect(statements[0]).toMatch(
        /"EMAIL" VARCHAR( NOT NULL)? WITH MASKING POLICY "BROOK_SHOP"\."OPS"\."MASK_PII_VARCHAR" WITH TAG \("BROOK_SHOP"\."OPS"\."CLASSIFICATION" = 'pii'/,
      );
    }
  });

  test('grants last, but for what the owner of a dynamic table needs to fill it', () => {
    const statements = plan.steps.flatMap((step) => step.statements);
    const made = statements.findIndex((each) => each.startsWith('CREATE DYNAMIC TABLE'));
    const earlier = statements.slice(0, made).filter((each) => each.startsWith('GRANT '));
    expect(earlier.every((each) => each.endsWith(' TO ROLE "BROOK_SHOP_PIPELINE"'))).toBe(true);
    expect(earlier).toContainEqual(
      expect.stringMatching(/^GRANT SELECT, .*ON TABLE "BROOK_SHOP"\."BRONZE"\."PEOPLE"/),
    );
    expect(statements.slice(made + 1).filter((each) => !each.startsWith('GRANT '))).toEqual([]);
  });

  test('puts no bind into a statement, so that a plan can be read and run by hand', () => {
    expect(plan.steps.flatMap((step) => step.statements).join('\n')).not.toContain('?');
  });
});

describe('planning from what is deployed', () => {
  test('has nothing to do when nothing has changed', () => {
    const domain = domainOf(people);
    expect(planChanges(domain, deployed(domain)).steps).toEqual([]);
  });

  test('alters a policy in place when its body changes', () => {
    const stricter = { ...hide, masks: { text: 'NULL' } };
    const plan = planChanges(domainOf(people, [stricter]), deployed(domainOf(people)));
    expect(plan.steps.map(({ action, address }) => [action, address])).toEqual([
      ['alter', 'maskingPolicy BROOK_SHOP.OPS.MASK_PII_VARCHAR'],
    ]);
    expect(plan.steps[0]?.statements[0]).toMatch(/^CREATE OR ALTER MASKING POLICY/);
  });

  test('adds a column together with its policy, and replaces the dynamic table with its grants', () => {
    const plan = planChanges(domainOf(withPhone), deployed(domainOf(people)));
    expect(plan.steps.map(({ action, address }) => [action, address])).toEqual([
      ['alter', 'table BROOK_SHOP.BRONZE.PEOPLE'],
      ['replace', 'dynamicTable BROOK_SHOP.SILVER.PEOPLE'],
    ]);
    expect(plan.steps[0]?.statements[1]).toBe(
      `ALTER TABLE "BROOK_SHOP"."BRONZE"."PEOPLE" ADD COLUMN "PHONE" VARCHAR WITH MASKING POLICY "BROOK_SHOP"."OPS"."MASK_PII_VARCHAR" WITH TAG ("BROOK_SHOP"."OPS"."CLASSIFICATION" = 'pii')`,
    );
    expect(plan.steps[1]?.statements[1]).toContain('CREATE OR REPLACE DYNAMIC TABLE');
    expect(plan.steps[1]?.statements[1]).toContain('COPY GRANTS');
  });

  test('goes on with columns that an interrupted plan did not add, and with the comment alone', () => {
    const address = 'table BROOK_SHOP.BRONZE.PEOPLE';
    const before = { ...deployed(domainOf(people)), rows: new Map([[address, 0]]) };
    const [step] = planChanges(domainOf(withPhone), before).steps;
    const [comment, ...others] = step?.statements ?? [];
    const objects = new Map(before.objects);
    objects.set(address, /IS '(.*)'/.exec(comment ?? '')?.[1] ?? '');
    const policy = ['BROOK_SHOP', 'OPS', 'MASK_PII_VARCHAR'] as const;
    const masked = (...names: readonly string[]): ActualState['protections'] => {
      const masking = new Map(names.map((name) => [name, { policy, columns: [] }]));
      const none = { projection: new Map(), rowAccess: undefined, aggregation: undefined };
      return new Map([[address, { ...none, masking, ofTag: [] }]]);
    };
    // Which tags were set is not known, so they are set again.
    const untagged = (statements: readonly string[] | undefined) =>
      statements?.filter((statement) => !statement.includes('SET TAG'));
    const table = before.deployed.get(address);
    const shapes = (...names: readonly string[]): ActualState['shapes'] => {
      const known = table?.kind === 'table' ? table.columns : [];
      const shape = { type: 'VARCHAR', isNullable: false } as const;
      return new Map([
        [
          address,
          new Map<string, Pick<ColumnResource, 'type' | 'isNullable'>>([
            ...known.map((each) => [each.name, each] as const),
            ...names.map((each) => [each, shape] as const),
          ]),
        ],
      ]);
    };
    const begun = { ...before, objects, protections: masked('EMAIL'), shapes: shapes() };
    const [resumed] = planChanges(domainOf(withPhone), begun).steps;
    expect(untagged(resumed?.statements)).toEqual(others);
    const columns = new Map(before.columns);
    columns.set(address, [...(columns.get(address) ?? []), 'PHONE']);
    const done = {
      ...begun,
      columns,
      protections: masked('EMAIL', 'PHONE'),
      shapes: shapes('PHONE'),
    };
    const [ended] = planChanges(domainOf(withPhone), done).steps;
    expect(untagged(ended?.statements)).toEqual(others.slice(-1));
  });

  test('masks a column that is classified later, in place and before anything else of it', () => {
    const open = defineContract({
      ...common,
      schema: z.object({ id: z.int(), email: z.email() }),
      columns: { id: 'internal', email: 'internal' },
      primaryKey: ['id'],
    });
    const [, step] = planChanges(domainOf(people), deployed(domainOf(open))).steps;
    expect(step?.statements.slice(1, 3)).toEqual([
      'ALTER TABLE "BROOK_SHOP"."BRONZE"."PEOPLE" MODIFY COLUMN "EMAIL" SET MASKING POLICY "BROOK_SHOP"."OPS"."MASK_PII_VARCHAR" FORCE',
      expect.stringContaining(`"CLASSIFICATION" = 'pii'`),
    ]);
  });

  test('refuses to classify a column lower, unless that is allowed', () => {
    const open = defineContract({
      ...common,
      schema: z.object({ id: z.int(), email: z.email() }),
      columns: { id: 'internal', email: 'internal' },
      primaryKey: ['id'],
    });
    const state = deployed(domainOf(people));
    expect(() => planChanges(domainOf(open), state)).toThrow(
      expect.objectContaining({ code: 'DAS_PLAN_LOWERS_PROTECTION' }),
    );
    const lowered = planChanges(domainOf(open), state, { allowLowering: true });
    expect(lowered.steps.flatMap(({ statements }) => statements).join('\n')).toContain(
      'UNSET MASKING POLICY',
    );
  });

  test('refuses to take a table over that it did not create', () => {
    const address = 'table BROOK_SHOP.BRONZE.PEOPLE';
    const objects = new Map([[address, 'made by somebody']]);
    const foreign = { ...nothing, objects, columns: new Map([[address, ['ID', 'EMAIL']]]) };
    expect(() => planChanges(domainOf(people), foreign)).toThrow(
      expect.objectContaining({ code: 'DAS_PLAN_UNSUPPORTED_CHANGE' }),
    );
  });

  test('refuses to remove a column', () => {
    expect(() => planChanges(domainOf(people), deployed(domainOf(withPhone)))).toThrow(
      expect.objectContaining({ code: 'DAS_PLAN_UNSUPPORTED_CHANGE' }),
    );
  });
});

test('a protected column without a policy refuses the whole plan', () => {
  expect(() => planChanges(domainOf(people, []), nothing)).toThrow(
    expect.objectContaining({
      code: 'DAS_DOMAIN_UNPROTECTED_COLUMN',
      message: 'no masking policy applies to pii column email',
    }),
  );
});

test('two masking policies of one name that hide differently are refused', () => {
  const mixed = defineContract({
    ...common,
    schema: z.object({ id: z.int(), email: z.email(), ssn: z.string() }),
    columns: { ...columns, ssn: 'phi' },
    primaryKey: ['id'],
  });
  const other = { ...hide, appliesTo: { classification: 'phi' }, masks: { text: 'NULL' } } as const;
  expect(() => planChanges(domainOf(mixed, [hide, other]), nothing)).toThrow(
    expect.objectContaining({ code: 'DAS_DOMAIN_INVALID' }),
  );
});

test('two row access policies on one contract are refused, since a table takes one', () => {
  const filter = (name: string) =>
    ({
      kind: 'rowAccessPolicy',
      name,
      appliesTo: { contracts: ['people'], column: 'id' },
      allow: [],
      unrestricted: [],
    }) as const;
  expect(() =>
    defineDomain({
      platform: definePlatform({ name: 'test', masking: [hide] }),
      name: 'shop',
      contracts: [people],
      access: [filter('A'), filter('B')],
    }),
  ).toThrow(expect.objectContaining({ code: 'DAS_DOMAIN_INVALID' }));
});
