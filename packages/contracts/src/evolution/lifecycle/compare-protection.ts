import { isSameJson } from '../../document/json.js';
import { isProtected } from '../../model/classification.js';
import type { ContractDocument } from '../../model/contract-document.js';
import { durationInSeconds } from '../../model/duration.js';
import { audiences, type Sharing } from '../../model/support.js';
import { type Finding, finding } from '../finding.js';

/** Compares how far the data may travel and how long it is kept. */
export function compareProtection(
  before: ContractDocument,
  after: ContractDocument,
): readonly Finding[] {
  return [...compareSharing(before.sharing, after.sharing), ...compareRetention(before, after)];
}

/** How far data travels that nobody has decided on. */
const undecided = 'organization';

function regionsOf(sharing: Sharing | undefined): readonly string[] | undefined {
  return sharing?.regions;
}

function compareSharing(
  before: Sharing | undefined,
  after: Sharing | undefined,
): readonly Finding[] {
  if (isSameJson(before, after)) return [];
  const reach = (sharing: Sharing | undefined) => audiences.indexOf(sharing?.audience ?? undecided);
  const [wasRegions, isRegions] = [regionsOf(before), regionsOf(after)];
  const isWider =
    (before !== undefined && after === undefined) ||
    reach(after) > reach(before) ||
    (wasRegions !== undefined &&
      (isRegions === undefined || isRegions.some((region) => !wasRegions.includes(region))));
  const isNarrower =
    (before === undefined && reach(after) <= reach(before)) ||
    (after !== undefined && reach(after) < reach(before)) ||
    (isRegions !== undefined &&
      (wasRegions === undefined || wasRegions.some((region) => !isRegions.includes(region))));
  const change = `it was ${describeSharing(before)} and is ${describeSharing(after)}`;
  const findings: Finding[] = [];
  if (isWider) {
    const reason = `The data may travel further: ${change}. Somebody has to accept that by name.`;
    findings.push(finding('sharing-widened', ['sharing'], reason, { isSecurity: true }));
  }
  if (isNarrower) {
    const reader = before === undefined ? 'warning' : 'breaking';
    const reason = `Some readers may no longer receive the data: ${change}.`;
    findings.push(finding('sharing-narrowed', ['sharing'], reason, { reader }));
  }
  if (findings.length > 0) return findings;
  const reason = 'The regions of sharing are written in another order.';
  return [finding('documentation-changed', ['sharing'], reason)];
}

function describeSharing(sharing: Sharing | undefined): string {
  if (sharing === undefined) return 'not declared';
  const where = sharing.regions === undefined ? 'everywhere' : `in ${sharing.regions.join(', ')}`;
  return `for ${sharing.audience}, ${where}`;
}

function compareRetention(before: ContractDocument, after: ContractDocument): readonly Finding[] {
  const isPersonal = [...before.columns, ...after.columns].some(({ classification }) =>
    isProtected(classification),
  );
  return (['bronze', 'silver', 'platinum'] as const).flatMap((tier) => {
    const [was, is] = [before.retention[tier], after.retention[tier]];
    if (was === is) return [];
    const [old, current] = [durationInSeconds(was), durationInSeconds(is)];
    const path = ['retention', tier];
    const head = `Rows in ${tier.toUpperCase()} were kept for ${was} and are kept for ${is}`;
    if (current === old) {
      return [finding('documentation-changed', path, `${head}, which is the same.`)];
    }
    if (current < old) {
      const reason = `${head}; readers of older rows lose them.`;
      return [finding('retention-shortened', path, reason, { reader: 'breaking' })];
    }
    const promise = isPersonal
      ? ' That is longer than was promised for protected columns, which somebody has to accept by name.'
      : '';
    const details = { reader: 'warning', isSecurity: isPersonal } as const;
    return [finding('retention-lengthened', path, `${head}.${promise}`, details)];
  });
}
