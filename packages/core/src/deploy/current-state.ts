import { isListingWithin } from '../resources/listing.js';
import { addressOf, type Resource } from '../resources/resource.js';
import type { ActualState } from './actual-state.js';
import { isCommentOf, isOfAnother, isOurs, isUnderWay } from './fingerprint-comment.js';
import { isMeasured, mayBeThere } from './may-be-there.js';
import { interimPolicies } from './narrowing/policy-meet.js';
import {
  budgetOnItsWay,
  type Sources,
  tableOnItsWay,
  tagOnItsWay,
  withBoundPolicies,
  withFewerColumns,
  withPlaces,
} from './on-its-way.js';

/** The kinds that have a comment, which says by its fingerprint which definition they have. */
const uncommented: ReadonlySet<Resource['kind']> = new Set([
  'databaseRole',
  'resourceMonitor',
  'listing',
  'dataMetric',
  'grant',
  'roleGrant',
]);

/** Whether a kind of resource carries the fingerprint of its definition in its comment. */
export function hasFingerprint(kind: Resource['kind']): boolean {
  return !uncommented.has(kind);
}

/**
 * What is in the account now, by address, as far as DAS made it and knows it: the definition whose
 * fingerprint is in the comment, or what an interrupted plan has left, put together from what is there.
 */
export function currentState(
  actual: ActualState,
  declared: readonly Resource[],
  database: string,
): ReadonlyMap<string, Resource> {
  const wanted = new Map(declared.map((resource) => [addressOf(resource), resource]));
  const current = new Map<string, Resource>();
  for (const address of [
    ...new Set([...actual.deployed.keys(), ...actual.pending.keys(), ...wanted.keys()]),
  ].sort()) {
    const known = [
      actual.deployed.get(address),
      actual.pending.get(address),
      ...(actual.attempts.get(address) ?? []),
      wanted.get(address),
    ].flatMap((each) => each ?? []);
    const [first] = known;
    if (first === undefined) continue;
    const found = hasFingerprint(first.kind)
      ? fromComment(address, known, { actual, wanted, database })
      : fromRecord(address, known, { actual, wanted, database });
    if (found !== undefined) current.set(address, found);
  }
  return current;
}

function fromComment(
  address: string,
  known: readonly Resource[],
  sources: Sources,
): Resource | undefined {
  const { actual, wanted, database } = sources;
  const comment = actual.objects.get(address);
  if (comment === undefined || !isOurs(comment) || isOfAnother(comment, database)) return undefined;
  const watched = actual.watched.get(address);
  const exact = known.find((each) => isCommentOf(comment, each));
  if (watched !== undefined) return budgetOnItsWay(exact ?? known[0], watched);
  if (exact?.kind === 'networkPolicy') {
    const placed = [actual.deployed.get(address), ...(actual.attempts.get(address) ?? [])];
    return withPlaces(
      exact,
      placed.flatMap((each) => each ?? []),
      actual,
    );
  }
  if (exact !== undefined) return withBoundPolicies(exact, address, actual);
  const narrowed = interimPolicies(known).find((each) => isCommentOf(comment, each));
  if (narrowed !== undefined) return narrowed;
  const [before] = known;
  const target = wanted.get(address) ?? actual.pending.get(address);
  if (before?.kind === 'table' && target?.kind === 'table') {
    return isUnderWay(comment)
      ? tableOnItsWay(address, before, target, sources)
      : withFewerColumns(address, target, comment, actual);
  }
  const protections = actual.protections.get(address);
  if (before?.kind === 'tag' && isUnderWay(comment) && protections !== undefined) {
    return tagOnItsWay(known, target, protections.ofTag);
  }
  return undefined;
}

/**
 * What carries no comment is there if the record says so, and what it is in is there. Of a measurement, the
 * table says which one it has of those that were recorded, tried or declared, where it was asked.
 */
function fromRecord(
  address: string,
  known: readonly Resource[],
  { actual, wanted }: Sources,
): Resource | undefined {
  const measured = known.find((each) => isMeasured(each, actual) === true);
  const recorded = measured ?? actual.deployed.get(address);
  const declared = actual.grants.has(address) ? wanted.get(address) : undefined;
  const resource = recorded ?? declared ?? listingOnItsWay(address, actual);
  return resource !== undefined && mayBeThere(resource, actual) ? resource : undefined;
}

/**
 * A listing whose plan was interrupted after it was made: published or not, it is as one of the attempts has it.
 * The one by which least is read is taken, where there is one. Which share it shows must be sure.
 */
function listingOnItsWay(address: string, actual: ActualState): Resource | undefined {
  if (!actual.objects.has(address)) return undefined;
  const [first, ...others] = (actual.attempts.get(address) ?? []).flatMap((each) =>
    each.kind === 'listing' ? [{ ...each, isPublished: false }] : [],
  );
  if (first === undefined || others.some(({ share }) => share !== first.share)) return undefined;
  const all = [first, ...others];
  return all.find((each) => all.every((other) => isListingWithin(each, other))) ?? first;
}
