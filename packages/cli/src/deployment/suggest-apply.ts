import { DasError } from '@das/contracts';
import { type Domain, plan, type Warehouse } from '@das/core';
import { formatQuantity } from '../terminal/quantities.js';

const absences = [
  'DAS_WAREHOUSE_NOT_FOUND',
  'DAS_WAREHOUSE_UNKNOWN_ROLE',
  'DAS_WAREHOUSE_NOT_AUTHORIZED',
];

/** Where the domain is, or should be, deployed. */
export interface DeployedDomain {
  readonly domain: Domain;
  readonly warehouse: Warehouse;
  /** `das apply` deploys to the embedded warehouse alone. */
  readonly isSnowflake?: true;
}

/**
 * Does work, and if it fails for want of an object while the domain is not wholly deployed, names
 * `das apply` as the next step.
 */
export async function suggestApply<T>(target: DeployedDomain, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!DasError.isInstance(error) || !absences.includes(error.code)) throw error;
    if (target.isSnowflake === true) throw error;
    const pending = await pendingSteps(target);
    if (pending === 0) throw error;
    throw new DasError(error.code, error.message, {
      place: error.place,
      next: `run das apply: ${formatQuantity(pending, 'step')} of the domain are not deployed`,
      cause: error,
    });
  }
}

/** None where even planning fails: then the first failure says more than the second. */
async function pendingSteps({ domain, warehouse }: DeployedDomain): Promise<number> {
  try {
    await using session = await warehouse.openSession({ role: domain.platform.deployRole });
    return (await plan(domain, session)).steps.length;
  } catch (error) {
    if (DasError.isInstance(error)) return 0;
    throw error;
  }
}
