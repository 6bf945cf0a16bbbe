import type { AnyContract, ContractColumn, ValueShape } from '@das/contracts';
import { createDetector, type Finding, type ValueDetector } from '@das/privacy';
import type { Collector } from '../collector/collector.js';
import type { SensitivePolicy } from '../collector/sensitive-policy.js';
import { CoreError } from '../errors/core-error.js';

/** A column whose values are looked at, with everything that does not change from row to row. */
export interface ScannedColumn {
  readonly name: string;
  readonly detector: ValueDetector;
  /** Whether the column is declared sensitive, and what is found in it is to be taken out. */
  readonly isRedacted: boolean;
  /** Whether a token may stand in its texts: the schema leaves them free, and there is room. */
  readonly takesTokens: boolean;
  readonly isNullable: boolean;
  /** How many characters the column holds. */
  readonly longest: number;
  /** Whether a finding is strong enough for what the column holds. */
  readonly isBelieved: (finding: Finding) => boolean;
}

/** What the schema pins down: a value of it says nothing but what the contract says it may. */
const pinnedFormats: ReadonlySet<string> = new Set([
  'uuid',
  'guid',
  'cuid',
  'cuid2',
  'ulid',
  'xid',
  'ksuid',
  'nanoid',
  'date',
  'time',
  'datetime',
  'duration',
]);

/**
 * The columns of a collector's contract that are scanned: those that are not declared sensitive and
 * whose schema leaves room for something, and those that are to be redacted.
 *
 * - left out: booleans, closed enums, UUIDs and other generated ids, and moments, unless the column's
 *   name says that they are of a kind that identifies, such as a date of birth
 * - numbers, and texts that the schema holds to a pattern or a format, need more than a shape: prices
 *   and order numbers look like much else
 *
 * @throws {@link CoreError} `DAS_COLLECT_INVALID_OPTION` for a column that cannot be redacted
 */
export function scannedColumnsOf(collector: Collector): readonly ScannedColumn[] {
  const { contract } = collector;
  const policy: SensitivePolicy = collector.sensitive;
  checkColumns(collector, policy);
  return contract.columns.flatMap((column) => {
    const choice = policy.columns?.[column.name];
    const isRedacted = choice === 'redact';
    if (typeof choice === 'object') return [];
    if (!isRedacted && !isOpenlyClassified(column.classification)) return [];
    if (!isRedacted && isPinned(column.stored)) return [];
    const detector = detectorFor(contract, column, policy);
    if (holdsMoments(column) && !identifiesByName(detector)) return [];
    return [scanned(column, detector, isRedacted)];
  });
}

/** Whether a column is not declared to hold anything of a person's. */
function isOpenlyClassified(classification: string): boolean {
  return (
    classification === 'public' ||
    classification === 'internal' ||
    classification === 'confidential'
  );
}

function scanned(
  column: ContractColumn,
  detector: ValueDetector,
  isRedacted: boolean,
): ScannedColumn {
  const isText = column.type.startsWith('VARCHAR');
  const isNested = /^(?:VARIANT|ARRAY|OBJECT)$/.test(column.type);
  const isFree = column.isFreeText || isNested || isRedacted;
  return {
    name: column.name,
    detector,
    isRedacted,
    takesTokens: (isText || isNested) && isFree,
    isNullable: column.isNullable,
    longest: Number(/\((\d+)\)/.exec(isText ? column.type : '')?.[1] ?? 16_777_216),
    isBelieved: isFree
      ? () => true
      : isText
        ? ({ confidence, reasons }) => confidence >= 0.8 || reasons.includes('name')
        : ({ reasons }) => reasons.includes('name'),
  };
}

function detectorFor(
  contract: AnyContract,
  column: ContractColumn,
  { minimumConfidence }: SensitivePolicy,
): ValueDetector {
  const neighbours = contract.columns
    .map(({ name }) => name)
    .filter((name) => name !== column.name);
  return createDetector({
    context: { columnName: column.name, neighbours },
    ...(minimumConfidence === undefined ? {} : { minimumConfidence }),
  });
}

function isPinned(shape: ValueShape): boolean {
  switch (shape.kind) {
    case 'boolean':
    case 'enum':
    case 'null':
    case 'undefined':
    case 'never':
      return true;
    case 'string':
      return (
        pinnedFormats.has(shape.format ?? '') &&
        shape.format !== 'date' &&
        shape.format !== 'datetime'
      );
    case 'union':
      return shape.options.every(isPinned);
    default:
      return false;
  }
}

function holdsMoments({ type }: ContractColumn): boolean {
  return /^(?:DATE|TIME)/.test(type);
}

/** Days of all kinds of lives: if the detector makes nothing of them, it makes nothing of the column. */
function identifiesByName(detector: ValueDetector): boolean {
  return ['1931-04-05', '1984-11-23', '2001-07-08'].some((day) =>
    detector.scan(day).some(({ reasons }) => reasons.includes('name')),
  );
}

function checkColumns(collector: Collector, { columns = {} }: SensitivePolicy): void {
  for (const [name, choice] of Object.entries(columns)) {
    const column = collector.contract.columns.find((each) => each.name === name);
    const problem =
      column === undefined
        ? `sensitive.columns names ${name}, which is no column of the contract`
        : choice === 'redact'
          ? redactProblem(column)
          : reasonOf(choice) === ''
            ? `column ${name} is not looked at, and no reason is given`
            : undefined;
    if (problem === undefined) continue;
    throw new CoreError('DAS_COLLECT_INVALID_OPTION', problem, {
      place: `collector ${collector.name}`,
      next: "mend the collector's sensitive.columns",
    });
  }
}

/** Why a column is not looked at; anything that is no choice gives no reason. */
function reasonOf(choice: unknown): string {
  const ignore = typeof choice === 'object' && choice !== null && 'ignore' in choice;
  return ignore && typeof choice.ignore === 'string' ? choice.ignore.trim() : '';
}

function redactProblem({ name, type, classification }: ContractColumn): string | undefined {
  if (isOpenlyClassified(classification)) {
    return `column ${name} is not declared sensitive: use sensitive.pii and sensitive.phi to mask it`;
  }
  return type.startsWith('VARCHAR') || /^(?:VARIANT|ARRAY|OBJECT)$/.test(type)
    ? undefined
    : `column ${name} holds no text that could be redacted`;
}
