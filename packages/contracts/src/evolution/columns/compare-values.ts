import { isSameJson } from '../../document/json.js';
import type { ContractColumn } from '../../model/column.js';
import type { ChangeRule } from '../change-rules.js';
import type { Verdict } from '../contract-change.js';
import { type ComparisonContext, type Finding, finding } from '../finding.js';
import { gapsOf } from '../shapes/cover-shape.js';
import type { Aspect, Gap } from '../shapes/gap.js';
import { hiddenCode } from '../shapes/hidden-code.js';

/** The gaps of one aspect at one place, from both sides. */
interface Pair {
  readonly path: readonly string[];
  readonly aspect: Aspect;
  /** The kind of change, or its stem where it is named after the sides that it hurts. */
  readonly name: string;
  reader?: Gap;
  writer?: Gap;
}

/** The last part of a change's path, by aspect. */
const leaves: Readonly<Partial<Record<Aspect, string>>> = {
  type: 'type',
  nullability: 'isNullable',
  range: 'range',
  length: 'length',
  pattern: 'pattern',
  enum: 'enum',
  'unknown keys': 'unknownKeys',
  check: 'refinements',
};

const stems: Readonly<Partial<Record<Aspect, string>>> = {
  type: 'value-type',
  nullability: 'nullability',
  range: 'range',
  length: 'length',
  pattern: 'pattern',
};

/** Compares what values two versions of a column let through, from the side of readers and of writers. */
export function compareValues(
  before: ContractColumn,
  after: ContractColumn,
  context: ComparisonContext,
  isTypeChanged: boolean,
): readonly Finding[] {
  const [oldAccepted, newAccepted] = [
    before.accepted ?? before.stored,
    after.accepted ?? after.stored,
  ];
  const isSame = isSameJson(before.stored, after.stored) && isSameJson(oldAccepted, newAccepted);
  if (isSame) {
    return codeFinding(
      after.name,
      hiddenCode(after.stored, []).length > 0,
      hiddenCode(newAccepted, []).length > 0,
    );
  }
  const reader = gapsOf(before.stored, after.stored, 'stored');
  const writer = gapsOf(newAccepted, oldAccepted, 'accepted');
  const findings = pairs(reader, writer)
    // The physical type says it already, in words that people know.
    .filter(({ path, aspect }) => !(isTypeChanged && path.length === 0 && aspect === 'type'))
    .flatMap((pair) => findingsOf(pair, before, context));
  const isCode = (gap: Gap) => gap.aspect === 'code';
  const code = codeFinding(after.name, reader.some(isCode), writer.some(isCode));
  if (findings.length > 0 || isTypeChanged) return [...findings, ...code];
  const reason = `Column ${after.name}: stored values are fewer or accepted values are more than before; neither side breaks.`;
  return [
    finding('values-adjusted', ['columns', after.name], reason, { column: after.name }),
    ...code,
  ];
}

function pairs(reader: readonly Gap[], writer: readonly Gap[]): readonly Pair[] {
  const found = new Map<string, Pair>();
  for (const [side, gaps] of [
    ['reader', reader],
    ['writer', writer],
  ] as const) {
    for (const gap of gaps) {
      if (gap.aspect === 'code') continue;
      const name = nameOf(gap.aspect, side);
      const key = JSON.stringify([gap.path, name]);
      const pair = found.get(key) ?? { path: gap.path, aspect: gap.aspect, name };
      pair[side] = gap;
      found.set(key, pair);
    }
  }
  return [...found.values()];
}

/**
 * What a gap is called. To readers, what the new contract lets through is held to the old one; to
 * writers, the reverse: what is missing to the one is extra to the other.
 */
function nameOf(aspect: Aspect, side: 'reader' | 'writer'): string {
  const isReader = side === 'reader';
  switch (aspect) {
    case 'enum':
      return isReader ? 'enum-value-added' : 'enum-value-removed';
    case 'field missing':
      return isReader ? 'field-removed' : 'field-added';
    case 'field extra':
      return isReader ? 'field-added' : 'field-removed';
    case 'check':
      return isReader ? 'check-removed' : 'check-added';
    case 'unknown keys':
      return isReader ? 'unknown-keys-loosened' : 'unknown-keys-tightened';
    case 'unproven':
    case 'code':
      return 'values-not-comparable';
    default:
      return stems[aspect] ?? 'values-not-comparable';
  }
}

function ruleOf({ aspect, name, reader, writer }: Pair): ChangeRule {
  if (!(aspect in stems)) return name as ChangeRule;
  const [loosened, tightened] =
    aspect === 'type' ? ['widened', 'narrowed'] : ['loosened', 'tightened'];
  const way = reader === undefined ? tightened : writer === undefined ? loosened : 'changed';
  return `${name}-${way}` as ChangeRule;
}

function findingsOf(
  pair: Pair,
  before: ContractColumn,
  { pins }: ComparisonContext,
): readonly Finding[] {
  const { path, aspect, reader, writer } = pair;
  const leaf = leaves[aspect];
  const place = ['columns', before.name, ...path, ...(leaf === undefined ? [] : [leaf])];
  const isPinned = pins.some((pin) => pin.exhaustive.includes(before.name));
  const isOpen = aspect === 'enum' && path.length === 0 && before.isEnumOpen && !isPinned;
  const found = finding(ruleOf(pair), place, reasonOf(pair, before.name), {
    column: before.name,
    reader: isOpen && reader !== undefined ? 'warning' : (reader?.verdict ?? 'safe'),
    writer: writer?.verdict ?? 'safe',
  });
  return [found];
}

function reasonOf({ path, aspect, name, reader, writer }: Pair, column: string): string {
  const where = path.length === 0 ? `Column ${column}` : `Column ${column}, at ${path.join('.')}`;
  const was = reader?.wanted ?? writer?.given ?? '';
  const is = reader?.given ?? writer?.wanted ?? '';
  if (aspect === 'enum') {
    return reader === undefined
      ? `${where}: old values (${was}) are no longer accepted; writers who hand them in break.`
      : `${where}: new values (${is}) may come; readers who handle each old value by name do not know them.`;
  }
  const effect = effectOf(reader, writer);
  if (name === 'field-added') return `${where}: the field was added, as ${is}; ${effect}.`;
  if (name === 'field-removed')
    return `${where}: the field was removed, which was ${was}; ${effect}.`;
  return `${where}: was ${was}, is ${is}; ${effect}.`;
}

function effectOf(reader: Gap | undefined, writer: Gap | undefined): string {
  const isProven = (reader?.isProven ?? true) && (writer?.isProven ?? true);
  const doubt = isProven ? '' : 'it could not be proven otherwise, so ';
  const [hurtsReaders, hurtsWriters] = [hurts(reader?.verdict), hurts(writer?.verdict)];
  if (hurtsReaders && hurtsWriters) {
    return `${doubt}rows may come that the old contract ruled out, and records may be refused that it let in`;
  }
  if (hurtsReaders) return `${doubt}rows may come that the old contract ruled out`;
  if (hurtsWriters) return `${doubt}records may be refused that the old contract let in`;
  return 'neither side breaks';
}

function hurts(verdict: Verdict | undefined): boolean {
  return verdict !== undefined && verdict !== 'safe';
}

function codeFinding(column: string, reader: boolean, writer: boolean): readonly Finding[] {
  if (!reader && !writer) return [];
  const reason = `Column ${column}: a transform or a check in code stands on both sides; whether it does the same cannot be seen.`;
  return [
    finding('code-not-compared', ['columns', column], reason, {
      column,
      reader: reader ? 'warning' : 'safe',
      writer: writer ? 'warning' : 'safe',
    }),
  ];
}
