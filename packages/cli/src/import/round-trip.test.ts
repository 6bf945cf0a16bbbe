import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  addressOf,
  adopt,
  apply,
  compileDomain,
  type Domain,
  domainNames,
  type EvidenceEvent,
  plan,
  type Resource,
  sql,
  type Warehouse,
} from '@das/core';
import { randomDomains } from '@das/core/testing';
import { drift, importDatabase, observe, readDeployed } from '@das/governance';
import { openLocalWarehouse } from '@das/local';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { refuseUnfaithful } from './refuse-unfaithful.js';
import { writeImport } from './write-import.js';

/** Inside the workspace, so that what is written finds the packages; ignored by git and Biome. */
const temporary = fileURLToPath(new URL('../../.das/import/', import.meta.url));
let folder: string;
beforeAll(async () => {
  await mkdir(temporary, { recursive: true });
  folder = await mkdtemp(temporary);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const events: EvidenceEvent[] = [];
const evidence = {
  record: async (event: EvidenceEvent) => {
    events.push(event);
    return { index: events.length, leafHash: '', treeSize: events.length, root: '' };
  },
};

const words: Readonly<Partial<Record<Resource['kind'], string>>> = {
  database: 'DATABASE',
  schema: 'SCHEMA',
  warehouse: 'WAREHOUSE',
  role: 'ROLE',
  tag: 'TAG',
  maskingPolicy: 'MASKING POLICY',
  rowAccessPolicy: 'ROW ACCESS POLICY',
  stage: 'STAGE',
  table: 'TABLE',
  dynamicTable: 'DYNAMIC TABLE',
};

/** What measures data is only told of. */
function isMeasurement({ kind }: Resource): boolean {
  return kind === 'dataMetric' || kind === 'dataMetricFunction';
}

/** Takes away all by which DAS knows what it has made: as if somebody had made it by hand. */
async function forget(warehouse: Warehouse, domain: Domain): Promise<void> {
  await using session = await warehouse.openSession({ role: domain.platform.deployRole });
  for (const resource of compileDomain(domain)) {
    const word = words[resource.kind];
    if (word === undefined || !('name' in resource)) {
      if (resource.kind === 'grant' || isMeasurement(resource)) continue;
      throw new Error(`no word for ${resource.kind}`);
    }
    const name = sql.id(...resource.name);
    const comment = sql`COMMENT ON ${sql.raw(word)} ${name} IS ''`;
    if (resource.kind !== 'dynamicTable') {
      await session.execute(comment);
      continue;
    }
    const give = (role: string) =>
      sql`GRANT OWNERSHIP ON DYNAMIC TABLE ${name} TO ROLE ${sql.id(role)} COPY CURRENT GRANTS`;
    await session.execute(give(domain.platform.deployRole));
    await session.execute(comment);
    await session.execute(give(resource.owner));
  }
  await session.execute(
    sql`DELETE FROM ${sql.id(...domainNames(domain.database).deployedResources)}`,
  );
}

/** PUBLIC comes with a database, without managed access; what measures data is not imported. */
function isOfDatabaseOrMeasurement(drifted: string): boolean {
  return /^(?:schema \S+\.PUBLIC|function |dataMetric)/.test(drifted);
}

/** What a resource says, but for what Snowflake does not keep of it. */
function essence(resource: Resource): unknown {
  const text = JSON.stringify(resource, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  const plain = JSON.parse(text) as Record<string, unknown>;
  if (resource.kind === 'warehouse') {
    return { size: 'XSMALL', autoSuspendSeconds: 60, ...plain };
  }
  if (resource.kind === 'dynamicTable') {
    // Its query says what may be NULL.
    return { ...plain, columns: resource.columns.map(({ isNullable: _, ...each }) => each) };
  }
  return plain;
}

function essences(resources: readonly Resource[]): readonly (readonly [string, unknown])[] {
  return resources
    .filter((each) => !isMeasurement(each))
    .map((each) => [addressOf(each), essence(each)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

let count = 0;

test('what DAS has forgotten, an import says again, and adopting it leaves nothing to plan', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(999), { maxLength: 80, size: 'max' }), async (tape) => {
      const { start } = randomDomains(tape);
      const warehouse = await openLocalWarehouse();
      try {
        await apply({ domain: start, warehouse, evidence });
        await forget(warehouse, start);
        const role = start.platform.deployRole;
        await using session = await warehouse.openSession({ role });
        // Only who owns a dynamic table, or monitors it, is shown its query.
        const { pipelineRole } = domainNames(start.database);
        await session.execute(sql`GRANT ROLE ${sql.id(pipelineRole)} TO ROLE ${sql.id(role)}`);
        const found = await importDatabase(session, {
          database: start.database,
          owner: 'data@example.com',
        });
        count += 1;
        const out = join(folder, String(count));
        await writeImport(out, found.files, { mayReplace: false });
        const { default: domain } = (await import(join(out, 'das.config.ts'))) as {
          default: Domain;
        };
        refuseUnfaithful(domain, found, out);
        await expect(plan(domain, session)).rejects.toMatchObject({
          code: 'DAS_PLAN_UNSUPPORTED_CHANGE',
        });
        await adopt({ domain, warehouse, evidence });
        expect((await plan(domain, session)).steps).toEqual([]);
        // Two things that know nothing of the import agree with it.
        expect(
          essences(compileDomain(domain)).filter(
            ([address]) => !address.endsWith('.PUBLIC') && !address.startsWith('roleGrant '),
          ),
        ).toEqual(essences(compileDomain(start)));
        const deployed = await readDeployed(session, start.database);
        const observed = await observe(session, { databases: [start.database], historyDays: 0 });
        const drifted = drift(deployed, observed, { owner: role }).map(
          ({ message, place }) => `${place.address}: ${message}`,
        );
        expect(drifted.filter((each) => !isOfDatabaseOrMeasurement(each))).toEqual([]);
        const omitted = found.notes.filter(({ outcome }) => outcome === 'omitted');
        expect(omitted.filter(({ address }) => !/^(?:function|dataMetric) /.test(address))).toEqual(
          [],
        );
      } finally {
        await warehouse.close();
      }
    }),
    { numRuns: 5, endOnFailure: true },
  );
}, 240_000);
