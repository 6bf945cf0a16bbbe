import type { Bump, ContractComparison } from '@das/contracts';

const order: readonly Bump[] = ['none', 'patch', 'minor', 'major'];

/** The version that the changes need at least, if the contract has not been raised as far yet. */
export function nextVersion({
  before,
  requiredBump,
  actualBump,
  kind,
}: ContractComparison): string | undefined {
  if (kind !== 'changed' || before === undefined) return undefined;
  if (order.indexOf(actualBump) >= order.indexOf(requiredBump)) return undefined;
  const [major = 0, minor = 0, patch = 0] = before.split(/[.+-]/).map(Number);
  switch (requiredBump) {
    case 'major':
      return `${major + 1}.0.0`;
    case 'minor':
      return `${major}.${minor + 1}.0`;
    case 'patch':
      return `${major}.${minor}.${patch + 1}`;
    case 'none':
      return undefined;
  }
}
