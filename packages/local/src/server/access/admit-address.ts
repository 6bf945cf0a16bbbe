import type { Catalogue } from '../../catalogue/catalogue.js';
import { activePolicy } from '../../network/active-policy.js';
import { allowsAddress } from '../../network/allows-address.js';
import { sessionFailures } from '../wire-failure.js';

/**
 * Requires that the network policy of a user, or of the account, lets an address in.
 *
 * @param user - the name, or what somebody gave as one
 * @throws WireFailure 390422
 */
export function admitAddress(
  catalogue: Catalogue,
  user: string | undefined,
  address: string,
): void {
  const policy = activePolicy(catalogue, user);
  if (policy === undefined || allowsAddress(catalogue, policy, address)) return;
  throw sessionFailures.addressRefused(address);
}
