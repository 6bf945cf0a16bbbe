import type { Warehouse } from '@das/core';
import { GovernanceError } from '../errors/governance-error.js';

interface LocalModule {
  readonly openLocalWarehouse: () => Promise<Warehouse>;
}

/** The name is no literal, so that the compiler does not ask for a package that comes later. */
const engine: string = '@das/local';

/**
 * Opens an empty embedded warehouse. `@das/local` is an optional peer, loaded here.
 *
 * @throws {@link GovernanceError} `DAS_POLICY_TEST_INVALID` when it is not installed
 */
export async function openEngine(): Promise<Warehouse> {
  const { openLocalWarehouse }: LocalModule = await import(engine).catch((error: unknown) => {
    throw new GovernanceError('DAS_POLICY_TEST_INVALID', `${engine} cannot be loaded`, {
      place: 'describePolicies',
      next: `run npm install --save-dev ${engine}`,
      cause: error,
    });
  });
  return await openLocalWarehouse();
}
