import type { Catalogue } from '../catalogue/catalogue.js';
import type { NetworkPolicyObject } from '../catalogue/network-policy-object.js';
import { accountId } from '../catalogue/system-objects.js';

/** The network policy that holds for a user: that of the user, or else that of the account. */
export function activePolicy(
  catalogue: Catalogue,
  user: string | undefined,
): NetworkPolicyObject | undefined {
  const account = catalogue.get(accountId);
  const ofAccount = account?.kind === 'ACCOUNT' ? account.networkPolicy : undefined;
  const ofUser = [...catalogue.ofKind('USER')].find(
    ({ name, loginName }) => name === user || loginName === user?.toUpperCase(),
  )?.networkPolicy;
  const id = ofUser ?? ofAccount;
  const policy = id === undefined ? undefined : catalogue.get(id);
  return policy?.kind === 'NETWORK POLICY' ? policy : undefined;
}
