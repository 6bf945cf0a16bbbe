import { randomBytes } from 'node:crypto';
import { type Domain, domainNames, type Warehouse } from '@das/core';
import type { Answers, CellValue, RowAnswer } from './answers.js';
import { policyContextStatement } from './context-statement.js';
import { insertRow } from './insert-row.js';
import type { CheckedMatrix } from './policy-matrix.js';
import { dropPolicyWorld, makePolicyWorld, type PolicyWorld, placeRow } from './policy-world.js';
import { readRow, readStored } from './read-row.js';

/**
 * Makes the domain's tables in a database of their own, under a name that is free, and asks for each
 * persona with `EXECUTE USING POLICY_CONTEXT`. Takes the database away at the end, and the roles that
 * were not there before.
 */
export async function observeContexts(
  warehouse: Warehouse,
  domain: Domain,
  matrix: CheckedMatrix,
): Promise<Answers> {
  const suffix = randomBytes(4).toString('hex').toUpperCase();
  const scratch: Domain = { ...domain, database: `${domain.database}_POLICY_TEST_${suffix}` };
  const names = domainNames(scratch.database);
  const columns = matrix.contract.columns.map((column) => column.name);
  await using owner = await warehouse.openSession({ role: domain.platform.deployRole });
  let world: PolicyWorld = {
    tested: names.table(matrix.contract, matrix.tier),
    stored: names.table(matrix.contract, matrix.tier),
    madeRoles: [],
  };
  const stored: ReadonlyMap<string, CellValue>[] = [];
  const personas = new Map([...matrix.personas.keys()].map((name) => [name, [] as RowAnswer[]]));
  try {
    world = await makePolicyWorld(owner, scratch, matrix, false);
    for (const { contract, tier, rows } of matrix.also) {
      for (const row of rows) {
        await insertRow(owner, names.table(contract, tier), { contract, tier }, row);
      }
    }
    for (const place of matrix.rows.keys()) {
      await placeRow(owner, owner, world, matrix, place);
      stored.push(await readStored((query) => owner.execute(query), world.stored, columns));
      for (const [persona, roles] of matrix.personas) {
        const answer = await readRow(
          (query) => owner.execute(policyContextStatement(domain, roles, query)),
          world.tested,
          columns,
        );
        personas.get(persona)?.push(answer);
      }
    }
  } finally {
    await dropPolicyWorld(owner, world);
  }
  return { stored, personas };
}
