import type { Domain } from '@das/core';
import type { Finding } from '@das/governance';
import { changeIdentifier } from '../contract/change-identifier.js';
import { baseText, type ComparisonBase } from '../contract/comparison-base.js';
import type { Lockfile } from '../contract/lockfile.js';
import { proposeLock } from '../contract/propose-lock.js';
import { shellWord } from '../contract/shell-word.js';
import { formatQuantity } from '../terminal/quantities.js';

/** What happened to the contracts since a lockfile. What was accepted there is a warning already. */
export function checkContracts(
  domain: Domain,
  base: ComparisonBase,
  working: Lockfile | undefined,
): { readonly looked: string; readonly findings: readonly Finding[] } {
  const { comparisons } = proposeLock(domain, base.lock, { working: working?.lock });
  const since = baseText(base);
  const findings = comparisons.flatMap(({ contract, changes }) =>
    changes.map((change): Finding => {
      const place = { address: `contract ${contract}` };
      return {
        rule: change.rule,
        severity: change.severity,
        message: change.reason,
        place: change.column === undefined ? place : { ...place, column: change.column },
        next:
          change.severity === 'error'
            ? `undo it, or das contract lock --accept ${shellWord(changeIdentifier(contract, change))} --by <who> --reason <text>`
            : 'run das contract lock',
      };
    }),
  );
  const count = formatQuantity(comparisons.length, 'contract');
  return {
    looked: since === undefined ? `${count}, never locked` : `${count} since ${since}`,
    findings,
  };
}
