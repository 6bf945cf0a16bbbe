import { ContractError } from '../../errors/contract-error.js';
import { durationInSeconds } from '../../model/duration.js';
import type { Rule } from '../../model/rule.js';
import { isTemporalType } from '../../schema/physical-type.js';
import { baselineFault } from './baseline-fault.js';
import { checkReference } from './check-keys.js';
import { isRatio } from './check-objectives.js';
import { type ColumnsByName, columnNamed } from './column-lookup.js';
import { expectationFault } from './expectation-fault.js';
import type { Fault } from './fault.js';
import { queryFault } from './query-fault.js';

/** A list of columns: at least one, each once. */
function listFault(list: readonly unknown[]): Fault | undefined {
  if (list.length === 0) return ['names nothing', 'give it at least one entry'];
  if (new Set(list).size === list.length) return undefined;
  return ['names something twice', 'name each entry once'];
}

interface Limits {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

function limitsFault({ min, max }: Limits): Fault | undefined {
  const limits = [min, max].filter((limit) => limit !== undefined);
  if (limits.length === 0) return ['has no bound', 'give it a min, a max or both'];
  const isOrdered = min === undefined || max === undefined || min <= max;
  if (limits.every(Number.isFinite) && isOrdered) return undefined;
  return ['has bounds that hold nothing', 'give finite numbers, the min not above the max'];
}

function countFault(limits: Limits): Fault | undefined {
  const fault = limitsFault(limits);
  if (fault !== undefined) return fault;
  const isCount = (limit: number | undefined) =>
    limit === undefined || (Number.isSafeInteger(limit) && limit >= 0);
  if (isCount(limits.min) && isCount(limits.max)) return undefined;
  return ['counts rows in no whole number', 'give whole numbers from 0 up'];
}

function ratioFault(ratio: unknown): Fault | undefined {
  return isRatio(ratio) ? undefined : ['has no ratio', 'give a number from 0 to 1, such as 0.999'];
}

function clauseFault(columns: ColumnsByName, rule: Rule, place: string): Fault | undefined {
  switch (rule.kind) {
    case 'notNull':
      return undefined;
    case 'unique':
      return listFault(rule.columns);
    case 'acceptedValues':
      return listFault(rule.values);
    case 'range':
      return limitsFault(rule);
    case 'pattern':
      // Which expressions are read alike is the compiler's to say.
      return typeof rule.pattern === 'string' && rule.pattern !== ''
        ? undefined
        : ['has no pattern', 'give it a regular expression'];
    case 'rowCount':
      return countFault(rule);
    case 'referential':
      checkReference(columns, rule, `${place}, rule ${rule.name}`);
      return undefined;
    case 'completeness':
      return ratioFault(rule.min);
    case 'duplicates':
      return listFault(rule.columns) ?? ratioFault(rule.max);
    case 'freshness':
      durationInSeconds(rule.maxAge, `${place}, rule ${rule.name}`);
      return isTemporalType(columnNamed(columns, rule.column, place).type)
        ? undefined
        : [
            'measures freshness on a column that is no date',
            'name a column of type DATE, TIMESTAMP_NTZ or TIMESTAMP_TZ',
          ];
    case 'drift':
      return Number.isFinite(rule.maxPsi) && rule.maxPsi > 0
        ? baselineFault(rule.baseline)
        : ['has no limit of drift', 'give a number above 0, such as 0.25'];
    case 'sql':
      return queryFault(rule) ?? expectationFault(rule.expect);
  }
}

/** Checks what a rule says for itself: bounds, ratios, lists, durations, baselines, queries. */
export function checkRuleClauses(columns: ColumnsByName, rule: Rule, place: string): void {
  const fault = clauseFault(columns, rule, place);
  if (fault === undefined) return;
  const [what, next] = fault;
  throw new ContractError('DAS_CONTRACT_INVALID_RULE', `the rule ${rule.name} ${what}`, {
    place,
    next,
  });
}
