import { domainNames, sql } from '@das/core';
import { randomDomains } from '@das/core/testing';
import { openLocalWarehouse } from '@das/local';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { placeText } from '../findings/finding.js';
import { DriftWorld } from '../fixtures/drift-world.js';
import { manualChanges } from '../fixtures/manual-changes.js';
import { observe } from '../observe/observe.js';
import { drift } from './drift.js';

const tape = [2, 7, 1, 8, 2, 8, 1, 8, 2, 8];

let world: DriftWorld;
beforeAll(async () => {
  const { start } = randomDomains(tape);
  world = await DriftWorld.deploy(await openLocalWarehouse(), start);
});
afterAll(() => world.warehouse.close());

test('what was deployed and not touched has no finding', async () => {
  expect(await world.told()).toEqual([]);
});

describe('a manual change is named with its place and its danger, and no more once it is undone', () => {
  test.each(Object.entries(manualChanges))('%s', async (_, { change, undo = [], told }) => {
    await world.change(...change);
    const found = await world.told();
    await world.change(...undo);
    expect([...found].sort()).toEqual([...told].sort());
    expect(await world.told()).toEqual([]);
  });
});

/** What a finding is about: what stands behind its rule and its grade. */
function placeOf(told: string): string {
  return told.split(' ').slice(2).join(' ');
}

test('any manual changes together are all named', async () => {
  // What another role owns cannot be looked at any more, which has tests of its own.
  const all = Object.entries(manualChanges).filter(
    ([, { told }]) => !told.some((each) => each.includes('OWNERSHIP')),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.nat(all.length - 1), { minLength: 2, maxLength: 5 }),
      async (chosen) => {
        // Of two changes to one thing the later one hides the other.
        const taken = new Set<string>();
        const changes = chosen.flatMap((at) => {
          const change = all[at]?.[1];
          const places = change?.told.map(placeOf) ?? [];
          if (change === undefined || places.some((place) => taken.has(place))) return [];
          for (const place of places) taken.add(place);
          return [change];
        });
        const done: (readonly string[])[] = [];
        const told: string[] = [];
        for (const { change, undo = [], told: expected } of changes) {
          await world.change(...change).then(
            () => {
              done.unshift(undo);
              told.push(...expected);
            },
            // Another one stands in its way: what does not happen is not named.
            (error: { code?: string }) => expect(error.code).toMatch(/^DAS_WAREHOUSE_/),
          );
        }
        const found = await world.told();
        for (const undo of done) await world.change(...undo);
        expect(found).toEqual(expect.arrayContaining([...new Set(told)]));
        expect(await world.told()).toEqual([]);
      },
    ),
    { numRuns: 15 },
  );
  // A busy machine takes its time.
}, 120_000);

test('a policy that is taken off a table is told also where another role owns the table', async () => {
  const { change: giveAway = [], undo: takeBack = [] } =
    manualChanges['ownership given away'] ?? {};
  const { change: takeOff = [], undo: putOn = [] } =
    manualChanges['masking policy taken off a column'] ?? {};
  await world.change(...giveAway, ...takeOff);
  const found = await world.told();
  await world.change(...putOn, ...takeBack);
  expect(found).toContain('DAS-D020 critical table $DB.OPS.NOTES TEXT');
  expect(found.filter((each) => each.startsWith('DAS-D01'))).toEqual([]);
  expect(await world.told()).toEqual([]);
});

/** A masked text of a deployed world. */
function classified({ deployed }: DriftWorld): { readonly table: string; readonly column: string } {
  for (const resource of deployed) {
    if (resource.kind !== 'table' || resource.name[1] !== 'BRONZE') continue;
    const column = resource.columns.find(
      ({ maskingPolicy, type }) => maskingPolicy !== undefined && type.startsWith('VARCHAR'),
    );
    if (column !== undefined) return { table: resource.name.join('.'), column: column.name };
  }
  throw new Error('the domain has no masked text in BRONZE');
}

describe('a copy that carries no policy', () => {
  test('is found in another database, until it is masked or dropped', async () => {
    const { table, column } = classified(world);
    await world.change(
      'CREATE DATABASE ELSEWHERE',
      `CREATE TABLE ELSEWHERE.PUBLIC.TAKEN AS SELECT ${column} AS SEEN, 1 AS N FROM ${table}`,
    );
    expect(await world.told()).toEqual(['DAS-D005 critical table ELSEWHERE.PUBLIC.TAKEN SEEN']);
    const [found] = await world.findings();
    expect(found?.origin?.user).toBe('MALLORY');
    await world.change(
      'CREATE MASKING POLICY ELSEWHERE.PUBLIC.P AS (VAL VARCHAR) RETURNS VARCHAR -> NULL',
      'ALTER TABLE ELSEWHERE.PUBLIC.TAKEN ALTER COLUMN SEEN SET MASKING POLICY ELSEWHERE.PUBLIC.P',
    );
    expect(await world.told()).toEqual([]);
    await world.change('ALTER TABLE ELSEWHERE.PUBLIC.TAKEN ALTER COLUMN SEEN UNSET MASKING POLICY');
    expect(await world.told()).toHaveLength(1);
    await world.change('DROP DATABASE ELSEWHERE');
    expect(await world.told()).toEqual([]);
  });

  test('is masked by a policy that hides, and not by one that shows', async () => {
    const { table, column } = classified(world);
    const set = (body: string) =>
      world.change(
        `CREATE OR ALTER MASKING POLICY ELSEWHERE.PUBLIC.P AS (X VARCHAR) RETURNS VARCHAR -> ${body}`,
      );
    await world.change(
      'CREATE DATABASE ELSEWHERE',
      'CREATE MASKING POLICY ELSEWHERE.PUBLIC.P AS (X VARCHAR) RETURNS VARCHAR -> X',
      `CREATE TABLE ELSEWHERE.PUBLIC.TAKEN (SEEN VARCHAR WITH MASKING POLICY ELSEWHERE.PUBLIC.P) AS SELECT ${column} FROM ${table}`,
    );
    expect(await world.told()).toEqual(['DAS-D005 critical table ELSEWHERE.PUBLIC.TAKEN SEEN']);
    await set("CASE WHEN CURRENT_ROLE() = 'NOBODY' THEN '*' ELSE X END");
    expect(await world.told()).toHaveLength(1);
    // Nobody has reviewed whom it shows the value to.
    await set("CASE WHEN IS_ROLE_IN_SESSION('AUDITOR') THEN X ELSE LEFT(X, 1) END");
    expect(await world.told()).toHaveLength(1);
    await set("CASE WHEN CURRENT_ROLE() = 'PUBLIC' THEN '*' ELSE X END");
    expect(await world.told()).toHaveLength(1);
    const [a, b] = ["IS_ROLE_IN_SESSION('A')", "IS_ROLE_IN_SESSION('B')"];
    await set(`CASE WHEN ${a} AND ${b} AND NOT IS_ROLE_IN_SESSION('C') THEN X ELSE NULL END`);
    expect(await world.told()).toHaveLength(1);
    await set("CASE WHEN IS_DATABASE_ROLE_IN_SESSION('READERS') THEN X ELSE NULL END");
    expect(await world.told()).toHaveLength(1);
    await set('LEFT(X, 1)');
    expect(await world.told()).toEqual([]);
    await world.change('DROP DATABASE ELSEWHERE');
  });

  test('is found under the name that it has now, however it is written', async () => {
    const { table, column } = classified(world);
    await world.change(
      'CREATE DATABASE ELSEWHERE',
      `CREATE TABLE ELSEWHERE.PUBLIC.TAKEN AS SELECT ${column} AS SEEN FROM ${table}`,
      'ALTER TABLE ELSEWHERE.PUBLIC.TAKEN RENAME TO ELSEWHERE.PUBLIC."Out ""of"" sight"',
    );
    const found = 'DAS-D005 critical table ELSEWHERE.PUBLIC.Out "of" sight SEEN';
    expect(await world.told()).toEqual([found]);
    await world.change('DROP DATABASE ELSEWHERE');
    expect(await world.told()).toEqual([]);
  });

  test('is of another domain by the record of that domain, and not by a comment', async () => {
    const { table, column } = classified(world);
    const record = 'ELSEWHERE.OPS.DEPLOYED_RESOURCES';
    await world.change(
      'CREATE DATABASE ELSEWHERE',
      'CREATE SCHEMA ELSEWHERE.OPS',
      `CREATE TABLE ELSEWHERE.PUBLIC.TAKEN AS SELECT ${column} AS SEEN FROM ${table}`,
      "COMMENT ON TABLE ELSEWHERE.PUBLIC.TAKEN IS 'das:sha256:0'",
    );
    const unprotected = ['DAS-D005 critical table ELSEWHERE.PUBLIC.TAKEN SEEN'];
    expect(await world.told()).toEqual(unprotected);
    await world.change(
      'CREATE ROLE FORGER',
      'GRANT ROLE FORGER TO ROLE ACCOUNTADMIN',
      `CREATE TABLE ${record} (ADDRESS VARCHAR, APPLIED_AT TIMESTAMP_NTZ)`,
    );
    expect(await world.told()).toEqual(unprotected);
    await world.change(
      `INSERT INTO ${record} SELECT 'table ELSEWHERE.PUBLIC.TAKEN', CURRENT_TIMESTAMP()::TIMESTAMP_NTZ`,
    );
    expect(await world.told()).toEqual(['DAS-D006 low table ELSEWHERE.PUBLIC.TAKEN SEEN']);
    await world.change(`GRANT OWNERSHIP ON TABLE ${record} TO ROLE FORGER`);
    expect(await world.told()).toEqual(unprotected);
    await world.change('DROP DATABASE ELSEWHERE', 'DROP ROLE FORGER');
    expect(await world.told()).toEqual([]);
  });

  test('is found in the own database where another role owns it and keeps it to itself', async () => {
    const { table, column } = classified(world);
    const { database } = world;
    await world.change(
      'CREATE ROLE TAKER',
      'CREATE ROLE LOOKER',
      'GRANT ROLE TAKER TO ROLE ACCOUNTADMIN',
      `GRANT USAGE ON DATABASE ${database} TO ROLE TAKER`,
      `GRANT USAGE ON DATABASE ${database} TO ROLE LOOKER`,
      'GRANT IMPORTED PRIVILEGES ON DATABASE SNOWFLAKE TO ROLE LOOKER',
      `CREATE TABLE ${database}.OPS.TAKEN AS SELECT ${column} AS SEEN FROM ${table}`,
      `GRANT OWNERSHIP ON TABLE ${database}.OPS.TAKEN TO ROLE TAKER`,
    );
    // A role that may see nothing of the database stands for a deploy role that may not see the copy.
    await using session = await world.warehouse.openSession({ role: 'LOOKER' });
    const observed = await observe(session, { databases: [database] });
    const found = drift(world.deployed, observed, { owner: 'ACCOUNTADMIN' });
    const told = found.map(({ rule, place }) => `${rule} ${placeText(place)}`);
    await world.change(`DROP TABLE ${database}.OPS.TAKEN`, 'DROP ROLE TAKER', 'DROP ROLE LOOKER');
    expect(observed.objects.has(`table ${database}.OPS.TAKEN`)).toBe(false);
    expect(told).toContain(`DAS-D002 table ${database}.OPS.TAKEN`);
    expect(told).toContain(`DAS-D005 table ${database}.OPS.TAKEN, column SEEN`);
    expect(await world.told()).toEqual([]);
  });
});

test('a copy is found in an unclassified column of a deployed table, unless the domain writes it', async () => {
  await using warehouse = await openLocalWarehouse();
  const world = await DriftWorld.deploy(warehouse, randomDomains(tape).start);
  const { table, column } = classified(world);
  const { database } = world;
  const taking = `INSERT INTO ${database}.OPS.NOTES (PLACE) SELECT ${column} FROM ${table}`;
  const { pipelineRole } = domainNames(database);
  await world.change(
    `GRANT INSERT ON TABLE ${database}.OPS.NOTES TO ROLE ${pipelineRole}`,
    `GRANT SELECT ON TABLE ${table} TO ROLE ${pipelineRole}`,
  );
  const before = await world.told();
  await using pipeline = await world.warehouse.openSession({ role: pipelineRole });
  await pipeline.execute(sql.raw(taking));
  expect(await world.told()).toEqual(before);
  await world.change(taking);
  const found = 'DAS-D005 critical table $DB.OPS.NOTES PLACE';
  expect((await world.told()).filter((each) => !before.includes(each))).toEqual([found]);
});
