import type { Collector } from '../collector/collector.js';
import { CoreError } from '../errors/core-error.js';
import type { Finding } from './finding.js';
import { checkKnown } from './known-option.js';
import { notJson, plainJson } from './plain-json.js';
import { areKeysOfMap, otherField, shownField, unknownFieldsOf } from './unknown-fields.js';

/** The columns that drift may fill. */
export interface DriftColumns {
  /** The column of a field, to be added before the flush if need be; `undefined` if it may have none. */
  columnOf(field: string): string | undefined;
}

/** What the collector's policy makes of fields that the contract does not have. */
export interface DriftVerdict {
  /** The candidate for the contract's schema. */
  readonly candidate: unknown;
  /** The unknown fields, by the names under which they may be shown. */
  readonly unknown: readonly string[];
  /** Why the record must not land. */
  readonly findings: readonly Finding[];
  /** Values for columns beside those of the contract. */
  readonly added: Readonly<Record<string, unknown>> | undefined;
}

/** Judges one candidate. */
export type JudgeDrift = (candidate: unknown) => DriftVerdict;

const none: readonly never[] = Object.freeze([]);

/**
 * Compiles a collector's policy for fields that its contract does not have.
 *
 * @throws {@link CoreError} `DAS_COLLECT_SCHEMA_DRIFT` per record, where the policy is to stop
 */
export function judgeDriftOf(collector: Collector, columns: DriftColumns | undefined): JudgeDrift {
  const unknownOf = unknownFieldsOf(collector.contract);
  const judgeUnknown = policyOf(collector, columns);
  return (candidate) => {
    const fields = unknownOf(candidate);
    if (fields.length === 0) return { candidate, unknown: none, findings: none, added: undefined };
    return judgeUnknown(candidate as Readonly<Record<string, unknown>>, fields);
  };
}

type JudgeUnknown = (
  candidate: Readonly<Record<string, unknown>>,
  fields: readonly string[],
) => DriftVerdict;

function policyOf(collector: Collector, columns: DriftColumns | undefined): JudgeUnknown {
  const { drift } = collector;
  if (typeof drift !== 'object' || drift === null) {
    checkKnown({ collector, option: 'drift' }, drift ?? null, ['ignore', 'quarantine', 'reject']);
  }
  switch (drift) {
    case 'ignore':
      return (candidate, fields) => ({ candidate, ...toldOf(fields) });
    case 'quarantine':
      return (candidate, fields) => ({ candidate, ...toldOf(fields), ...refused(fields) });
    case 'reject':
      return (_candidate, fields) => {
        throw driftError(collector, fields);
      };
    default:
      return (candidate, fields) => evolve(columns, candidate, fields);
  }
}

function toldOf(fields: readonly string[]): Omit<DriftVerdict, 'candidate'> {
  return { unknown: shownFields(fields), findings: none, added: undefined };
}

function shownFields(fields: readonly string[]): readonly string[] {
  return areKeysOfMap(fields) ? fields.map(() => otherField) : fields.map(shownField);
}

function refused(fields: readonly string[]): Pick<DriftVerdict, 'findings'> {
  const shown = new Set(shownFields(fields));
  return {
    findings: [...shown].map((field) =>
      field === otherField ? { code: 'unknown_field' } : { column: field, code: 'unknown_field' },
    ),
  };
}

/** Takes unknown fields out of the candidate and gives each to its column. */
function evolve(
  columns: DriftColumns | undefined,
  candidate: Readonly<Record<string, unknown>>,
  fields: readonly string[],
): DriftVerdict {
  if (areKeysOfMap(fields)) return { candidate, ...toldOf(fields), ...refused(fields) };
  const known = { ...candidate };
  const added: Record<string, unknown> = {};
  const homeless: string[] = [];
  for (const field of fields) {
    const column = columns?.columnOf(field);
    const value = plainJson(candidate[field]);
    delete known[field];
    if (column === undefined || value === notJson || Object.hasOwn(added, column)) {
      homeless.push(field);
    } else added[column] = value;
  }
  const told = toldOf(fields);
  if (homeless.length > 0) return { candidate: known, ...told, ...refused(homeless) };
  return { candidate: known, ...told, added };
}

function driftError(collector: Collector, fields: readonly string[]): CoreError {
  const named = [...new Set(shownFields(fields))].filter((field) => field !== otherField);
  const what =
    named.length === 0
      ? 'an event has a field that the contract does not have, and whose name may be data'
      : `an event has fields that the contract does not have: ${named.join(', ')}`;
  return new CoreError('DAS_COLLECT_SCHEMA_DRIFT', what, {
    place: `collector ${collector.name}, contract ${collector.contract.name}`,
    next: 'add the field to the contract, drop it in transform, or choose another drift policy',
  });
}
