import type { ContractDocument } from '../model/contract-document.js';
import { compareDocuments } from './compare-documents.js';
import type { Verdict } from './contract-change.js';
import type { ComparisonContext, Finding } from './finding.js';
import { valueRules } from './rules/value-rules.js';
import { compareVersions } from './version.js';

/** What about a finding tells it from others. */
function idOf({ rule, path }: Finding): string {
  return `${rule} ${path}`;
}

function isBreaking({ reader, writer }: Finding): boolean {
  return reader === 'breaking' || writer === 'breaking';
}

function worse(one: Verdict, other: Verdict = 'safe'): Verdict {
  if (one === 'breaking' || other === 'breaking') return 'breaking';
  return one === 'warning' ? one : other;
}

/** What a finding breaks that another did not break. */
function beyond(each: Finding, settled: Finding | undefined): Finding {
  return {
    ...each,
    reader: settled?.reader === 'breaking' ? 'safe' : each.reader,
    writer: settled?.writer === 'breaking' ? 'safe' : each.writer,
  };
}

/**
 * Whether the version before already says all there is to say. Columns and contracts go by the
 * deprecation that was there last. Of values, what holds between the last two versions holds for
 * those before them, or was broken before: each set of values lies within the next.
 */
function isJudged(
  each: Finding,
  direct: readonly Finding[],
  columns: ReadonlySet<string | undefined>,
): boolean {
  if (each.rule === 'status-retired') return true;
  if (!columns.has(each.column)) return false;
  if (each.rule.startsWith('column-removed')) {
    return !direct.some((other) => idOf(other) === idOf(each));
  }
  if (!Object.hasOwn(valueRules, each.rule)) return false;
  const others = direct.filter(({ column }) => column === each.column);
  return (['reader', 'writer'] as const).every(
    (side) => each[side] !== 'breaking' || others.every((other) => other[side] !== 'breaking'),
  );
}

/**
 * Adds to the findings between two versions what the newer one breaks of earlier ones.
 *
 * Each change is there once, and says since which version it breaks. What an earlier step broke
 * already was judged when it was taken, so it is not said again.
 */
export function withEarlier(
  findings: readonly Finding[],
  earlier: readonly ContractDocument[],
  before: ContractDocument,
  after: ContractDocument,
  context: ComparisonContext,
): readonly Finding[] {
  const said = new Map<string, Finding>();
  const found = new Map(findings.map((each) => [idOf(each), each]));
  const columns = new Set<string | undefined>(before.columns.map(({ name }) => name));
  const oldest = earlier
    .filter(({ status }) => status !== 'retired')
    .sort((one, other) => compareVersions(one.version, other.version));
  for (const document of oldest) {
    const settled = new Map(
      compareDocuments(document, before, context).map((each) => [idOf(each), each]),
    );
    for (const difference of compareDocuments(document, after, context)) {
      const id = idOf(difference);
      const each = beyond(difference, settled.get(id));
      const known = found.get(id);
      const isNews = known === undefined || isBreaking(beyond(each, said.get(id)));
      if (!isBreaking(each) || !isNews || isJudged(each, findings, columns)) continue;
      said.set(id, each);
      found.set(id, {
        ...each,
        // A change that both comparisons found is as bad as the worse of them.
        reader: worse(each.reader, known?.reader),
        writer: worse(each.writer, known?.writer),
        reason: `${each.reason} It breaks version ${document.version} already.`,
      });
    }
  }
  return [...found.values()];
}
