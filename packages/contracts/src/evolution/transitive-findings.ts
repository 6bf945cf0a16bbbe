import type { ContractDocument } from '../model/contract-document.js';
import { compareDocuments } from './compare-documents.js';
import type { Verdict } from './contract-change.js';
import type { ComparisonContext, Finding } from './finding.js';
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
  const found = new Map(findings.map((each) => [idOf(each), each]));
  const said = new Set<string>();
  const oldest = earlier
    .filter(({ status }) => status !== 'retired')
    .sort((one, other) => compareVersions(one.version, other.version));
  for (const document of oldest) {
    const settled = new Set(
      compareDocuments(document, before, context).filter(isBreaking).map(idOf),
    );
    for (const each of compareDocuments(document, after, context)) {
      const id = idOf(each);
      const known = found.get(id);
      if (!isBreaking(each) || settled.has(id) || said.has(id)) continue;
      said.add(id);
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
