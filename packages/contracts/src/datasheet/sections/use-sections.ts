import type { ConsumerPin } from '../../consumers/consumer-pin.js';
import type { EnforcementReport } from '../../enforcement/enforced-clause.js';
import type { ContractComparison } from '../../evolution/contract-change.js';
import type { ContractDocument } from '../../model/contract-document.js';
import { codes, type Line, listOr, paragraph, type Section } from '../page.js';

/** Who reads the contract, of all pins. */
export function consumerSection(
  { domain, name }: ContractDocument,
  pins: readonly ConsumerPin[],
): Section {
  const own = pins.filter(({ contract }) => contract === `${domain}.${name}`);
  return {
    heading: 'Consumers',
    blocks: [
      listOr(
        own.map(
          ({ consumer, version, columns, exhaustive }): Line => [
            `${consumer}, written against ${version}, reads `,
            ...codes(columns),
            ...(exhaustive.length === 0
              ? ['.']
              : ['; handles each value of ', ...codes(exhaustive), '.']),
          ],
        ),
        'No consumer has pinned the contract.',
      ),
    ],
  };
}

/** What changed since the version before. */
export function changeSection({ before, changes, requiredBump }: ContractComparison): Section {
  const since = before === undefined ? 'The contract is new.' : `Changes since ${before}:`;
  return {
    heading: 'What changed',
    blocks: [
      paragraph(`${since} The changes ask for a bump of: ${requiredBump}.`),
      listOr(
        changes.map(({ reason, path, reader, writer }) => [
          `${reason} (`,
          { code: path },
          `; for readers ${reader}, for writers ${writer})`,
        ]),
        'Nothing changed.',
      ),
    ],
  };
}

/** Who sees to each clause, the gaps first. */
export function enforcementSection({ clauses }: EnforcementReport): Section {
  const open = clauses.filter(({ isEnforced }) => !isEnforced).length;
  const partly = clauses.filter(({ isEnforced, gap }) => isEnforced && gap !== undefined).length;
  return {
    heading: 'Who enforces what',
    blocks: [
      paragraph(
        `${clauses.length - open} of ${clauses.length} clauses are enforced or measured, ${partly} of those with a gap; ${open} are not.`,
      ),
      {
        kind: 'table',
        caption: 'Each clause of the contract, and who enforces it',
        head: ['Clause', 'Says', 'Enforced by', 'Gap'],
        rows: [...clauses]
          .sort((one, other) => rankOf(one) - rankOf(other))
          .map(({ path, clause, enforcedBy, isEnforced, gap }) => [
            [{ code: path === '' ? '/' : path }],
            [clause],
            [
              isEnforced
                ? enforcedBy.map(({ by, how }) => `${by}: ${how}`).join('; ')
                : 'not enforced',
            ],
            [gap ?? ''],
          ]),
      },
    ],
  };
}

/** What nobody enforces comes first, then what is enforced with a gap. */
function rankOf({ isEnforced, gap }: EnforcementReport['clauses'][number]): number {
  if (!isEnforced) return 0;
  return gap === undefined ? 2 : 1;
}
