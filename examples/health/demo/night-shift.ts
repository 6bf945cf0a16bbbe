import {
  DasError,
  type Domain,
  domainNames,
  type EvidenceRecorder,
  sql,
  type Warehouse,
} from '@das/core';
import { grantAccess, revokeAccess } from '@das/governance';
import type { Terminal } from '../../commerce/demonstration/terminal.js';
import { clinician, researcher } from '../access/roles.js';
import { patients } from '../contracts/patients.js';

/** Names in clear that a user of the research group could read. `null` where the role was refused. */
export interface NightShift {
  readonly before: number | null;
  readonly during: number | null;
  readonly after: number | null;
}

const user = 'ADA_ON_DUTY';

/**
 * Lets a researcher who is also a physician treat for a night: access that ends by itself, with a reason,
 * and with evidence before anybody is let in. Here it is ended early.
 */
export async function workANight(place: {
  readonly domain: Domain;
  readonly warehouse: Warehouse;
  readonly evidence: EvidenceRecorder;
  readonly terminal: Terminal;
}): Promise<NightShift> {
  const { warehouse, domain, terminal } = place;
  await using admin = await warehouse.openSession({ role: domain.platform.deployRole });
  await admin.execute(sql`CREATE USER ${sql.id(user)}`);
  await admin.execute(sql`GRANT ROLE ${sql.id(researcher.name)} TO USER ${sql.id(user)}`);
  const by = 'ward-office@example.org';

  const before = await namesInClear(domain, warehouse);
  const grant = await grantAccess({
    ...place,
    role: clinician.name,
    user,
    duration: '4h',
    reason: 'night shift without a clinician',
    by,
  });
  const during = await namesInClear(domain, warehouse);
  await revokeAccess({ ...place, role: clinician.name, user, by });
  const after = await namesInClear(domain, warehouse);

  terminal.line(`  before:  ${told(before)}`);
  terminal.line(`  granted: ${told(during)}, until ${grant.expiresAt.toISOString()} at the latest`);
  terminal.line(`  revoked: ${told(after)}`);
  return { before, during, after };
}

function told(names: number | null): string {
  return names === null ? `${clinician.name} is refused` : `${names} names of patients`;
}

async function namesInClear(domain: Domain, warehouse: Warehouse): Promise<number | null> {
  const names = domainNames(domain.database);
  const asked = { role: clinician.name, user, warehouse: names.warehouse };
  try {
    await using session = await warehouse.openSession(asked);
    const { rows } = await session.execute(
      sql`SELECT COUNT(*) AS N FROM ${sql.id(...names.table(patients, 'SILVER'))} WHERE LAST <> '***'`,
    );
    return Number(rows[0]?.N);
  } catch (error) {
    if (DasError.isInstance(error) && error.code === 'DAS_WAREHOUSE_UNKNOWN_ROLE') return null;
    throw error;
  }
}
