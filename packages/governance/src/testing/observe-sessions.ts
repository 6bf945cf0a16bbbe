import {
  type Domain,
  domainNames,
  type Resource,
  type Session,
  sql,
  type Warehouse,
} from '@das/core';
import type { Answers, CellValue, RowAnswer } from './answers.js';
import { insertRow } from './insert-row.js';
import type { CheckedMatrix, PersonaRoles } from './policy-matrix.js';
import { makePolicyWorld, placeRow } from './policy-world.js';
import { readRow, readStored } from './read-row.js';

/**
 * Makes the domain's tables in an empty warehouse, writes each row as the pipeline, and reads it in a
 * session of each persona: with its privileges, its policies and its secondary roles.
 *
 * @param resources - what is made. Default: what the domain compiles to
 */
export async function observeSessions(
  warehouse: Warehouse,
  domain: Domain,
  matrix: CheckedMatrix,
  resources?: readonly Resource[],
): Promise<Answers> {
  const names = domainNames(domain.database);
  const columns = matrix.contract.columns.map((column) => column.name);
  await using owner = await warehouse.openSession({ role: domain.platform.deployRole });
  const world = await makePolicyWorld(owner, domain, matrix, true, resources);
  await using writer = await warehouse.openSession({ role: names.pipelineRole });
  for (const { contract, tier, rows } of matrix.also) {
    for (const row of rows) {
      await insertRow(writer, names.table(contract, tier), { contract, tier }, row);
    }
  }
  const stored: ReadonlyMap<string, CellValue>[] = [];
  const personas = new Map<string, RowAnswer[]>();
  const sessions = new Map<string, Session>();
  try {
    for (const [persona, roles] of matrix.personas) {
      personas.set(persona, []);
      sessions.set(persona, await openAs(warehouse, roles));
    }
    for (const place of matrix.rows.keys()) {
      await placeRow(owner, writer, world, matrix, place);
      stored.push(await readStored((query) => owner.execute(query), world.stored, columns));
      for (const [persona, session] of sessions) {
        const answer = await readRow((query) => session.execute(query), world.tested, columns);
        personas.get(persona)?.push(answer);
      }
    }
  } finally {
    for (const session of sessions.values()) await session.close();
  }
  return { stored, personas };
}

async function openAs(
  warehouse: Warehouse,
  [primary, ...secondary]: PersonaRoles,
): Promise<Session> {
  const session = await warehouse.openSession({ role: primary });
  if (secondary.length > 0) {
    const roles = sql.join(secondary.map((role) => sql.id(role)));
    await session.execute(sql`USE SECONDARY ROLES ${roles}`);
  }
  return session;
}
