import type { ConsumerPin } from '../consumers/consumer-pin.js';
import type { Compatibility } from '../model/contract-document.js';
import { changeRules } from './change-rules.js';
import { protectionOf } from './compatibility-mode.js';
import type {
  Acceptance,
  Bump,
  ChangeSeverity,
  ContractChange,
  ContractComparison,
} from './contract-change.js';
import { type Finding, finding } from './finding.js';
import { greatest } from './version.js';

/** What findings are judged under. */
export interface Judgement {
  /** `domain.name`. */
  readonly contract: string;
  readonly mode: Compatibility;
  /** The pins on this contract. */
  readonly pins: readonly ConsumerPin[];
  /** The acceptances of this contract in this version. */
  readonly acceptances: readonly Acceptance[];
}

const severities: readonly ChangeSeverity[] = ['error', 'warning', 'note'];

/** Turns findings into changes, the worst first, then by path. The one place that says how bad one is. */
export function judge(
  findings: readonly Finding[],
  judgement: Judgement,
): readonly ContractChange[] {
  return findings
    .map((found) => changeOf(found, judgement))
    .sort(
      (one, other) =>
        severities.indexOf(one.severity) - severities.indexOf(other.severity) ||
        inOrder(one.path, other.path) ||
        inOrder(one.rule, other.rule),
    );
}

function inOrder(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** What a finding asks of the version: `major` whenever it breaks readers or lowers a protection. */
export function bumpOf(found: Finding): Bump {
  if (found.bump !== undefined) return found.bump;
  const { bump } = changeRules[found.rule];
  if (bump === 'none') return bump;
  return found.reader === 'breaking' || found.isSecurity ? 'major' : bump;
}

function changeOf(found: Finding, { mode, pins, acceptances }: Judgement): ContractChange {
  const readers = found.reader === 'safe' ? [] : pins.filter((pin) => reads(pin, found));
  const severity = severityOf(found, mode, readers);
  const acceptance = acceptances.find(
    ({ rule, path }) => rule === found.rule && path === found.path,
  );
  return Object.freeze({
    ...found,
    bump: bumpOf(found),
    severity: acceptance !== undefined && severity === 'error' ? 'warning' : severity,
    consumers: Object.freeze([...new Set(readers.map(({ consumer }) => consumer))].sort()),
    acceptance,
  });
}

/** Whether a consumer may feel a change: it reads the column, or the change is of the whole contract. */
function reads(pin: ConsumerPin, { column }: Finding): boolean {
  return column === undefined || pin.columns.includes(column);
}

function severityOf(
  found: Finding,
  mode: Compatibility,
  readers: readonly ConsumerPin[],
): ChangeSeverity {
  const { severity } = changeRules[found.rule];
  if (severity !== 'by mode') return severity;
  const isPinned = found.column !== undefined && readers.length > 0;
  const breaksReaders = found.reader === 'breaking';
  const breaksWriters = found.writer === 'breaking';
  const protects = protectionOf(mode);
  if (
    found.isSecurity ||
    (breaksReaders && (protects.readers || isPinned)) ||
    (breaksWriters && protects.writers)
  ) {
    return 'error';
  }
  return found.reader === 'safe' && found.writer === 'safe' ? 'note' : 'warning';
}

/** The acceptances that no finding answers to. */
export function unusedAcceptances(
  findings: readonly Finding[],
  acceptances: readonly Acceptance[],
): readonly Finding[] {
  const brought = new Set(findings.map(({ rule, path }) => `${rule} ${path}`));
  return acceptances
    .filter(({ rule, path }) => !brought.has(`${rule} ${path}`))
    .map(({ rule, path, by }) => {
      const reason = `${by} accepted ${rule} at ${path}, which this version does not bring.`;
      // The path is a pointer already; its parts are what a pointer is made of.
      return { ...finding('acceptance-unused', [], reason), path };
    });
}

/** The worst severity of some changes. */
export function worstOf(changes: readonly ContractChange[]): ContractComparison['severity'] {
  return severities.find((severity) => changes.some((change) => change.severity === severity));
}

/** The bump that findings ask for. */
export function requiredBumpOf(findings: readonly Finding[]): Bump {
  return greatest(findings.map(bumpOf));
}
