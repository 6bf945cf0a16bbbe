import { type ContractLock, formatLock } from '@das/contracts';

/** What makes a lockfile another one where no contract changed, in one line. */
export function unchangedLine(before: ContractLock, after: ContractLock): string {
  const parts = [
    ...(isSame({ ...after, consumers: before.consumers }, after) ? [] : ['the pins of consumers']),
    ...(isSame({ ...after, acceptances: before.acceptances }, after) ? [] : ['what was accepted']),
  ];
  const what = parts.length === 0 ? 'the text of the lockfile' : parts.join(' and ');
  return `No contract changed, but ${what} did.`;
}

function isSame(one: ContractLock, other: ContractLock): boolean {
  return formatLock(one) === formatLock(other);
}
