import { compileDomain } from '../domain/compile-domain.js';
import type { Domain } from '../domain/define-domain.js';
import { domainNames, operationsSchema } from '../domain/domain-names.js';
import { CoreError } from '../errors/core-error.js';
import type { EvidenceRecorder } from '../evidence/evidence-recorder.js';
import { recordAround } from '../evidence/record-around.js';
import { type CommentedResource, commentStatements } from '../resources/comment.js';
import { createStatements, fingerprintOf } from '../resources/create-statement.js';
import { addressOf, type Resource } from '../resources/resource.js';
import type { SqlFragment } from '../warehouse/statement.js';
import type { Session, Warehouse } from '../warehouse/warehouse.js';
import type { ActualState } from './actual-state.js';
import { hasFingerprint } from './current-state.js';
import { DeploymentRecord } from './deployment-record.js';
import { isCommentOf, isOfAnother, isOurs, withMaker } from './fingerprint-comment.js';
import { planChanges } from './plan.js';
import { readActualState } from './read-actual-state.js';
import { severalFailures } from './several-failures.js';

/** What adopting needs. */
export interface AdoptOptions {
  /** A domain whose objects are there already: as `das import` writes it. */
  readonly domain: Domain;
  readonly warehouse: Warehouse;
  readonly evidence: EvidenceRecorder;
  /** Called before each object. */
  readonly onObject?: (address: string, index: number, of: number) => void;
}

/** What was adopted. */
export interface Adoption {
  /** The addresses of what DAS deploys from now on. */
  readonly adopted: readonly string[];
  /** The addresses of what was made: the table of what is deployed, and what it is in. */
  readonly made: readonly string[];
  readonly statements: number;
}

/**
 * Takes over objects that others have made, as they are: writes down their definitions in
 * `OPS.DEPLOYED_RESOURCES`, and the fingerprints of these into their comments. Changes nothing else. Evidence
 * is written before the first statement and after the last.
 *
 * Nobody compares here whether the definitions are right: whoever calls has read them from the account. After
 * a failure it may be run again.
 *
 * @throws {@link CoreError} `DAS_ADOPT_REFUSED` when an object is not there, or another deployment's; or when
 * the plan is not empty afterwards
 */
export async function adopt(options: AdoptOptions): Promise<Adoption> {
  const { domain, warehouse, evidence } = options;
  const role = domain.platform.deployRole;
  await using session = await warehouse.openSession({
    role,
    queryTag: `das:adopt:${domain.name}`,
  });
  const resources = compileDomain(domain);
  const before = await readActualState(session, domain);
  const missing = missingForRecord(domain, before, resources);
  refuseAdoption(domain, resources, before, missing);
  return await recordAround(evidence, {
    kind: 'deployment',
    subject: {
      name: domain.name,
      toJSON: () => ({ ...domain, collectors: domain.collectors.length }),
    },
    details: {
      adopted: resources.slice(0, 100).map(addressOf),
      adoptedCount: resources.length,
      made: missing.map(addressOf),
    },
    work: async () => {
      const statements = await adoptAll(session, resources, missing, options);
      const left = planChanges(domain, await readActualState(session, domain)).steps;
      const [first] = left;
      if (first !== undefined) {
        throw new CoreError(
          'DAS_ADOPT_REFUSED',
          `${left.length} steps would still be planned, such as ${first.action} ${first.address}`,
          { place: first.address, next: 'look at das plan, and import again' },
        );
      }
      const made = missing.map(addressOf);
      const adopted = resources.map(addressOf).filter((address) => !made.includes(address));
      return { result: { adopted, made, statements }, details: { statements } };
    },
  });
}

async function adoptAll(
  session: Session,
  resources: readonly Resource[],
  missing: readonly Resource[],
  { domain, onObject }: AdoptOptions,
): Promise<number> {
  let count = 0;
  for (const resource of missing) {
    for (const statement of createStatements(resource)) {
      await session.execute(statement);
      count += 1;
    }
  }
  // First the definitions, then the comments: a fingerprint is always that of one which is written down.
  const state = await readActualState(session, domain);
  const nothing = {
    domain: domain.name,
    startsFrom: '',
    startsWith: resources,
    steps: [],
    leftovers: [],
    unfinished: [],
    digest: 'adopted',
  };
  const table = domainNames(domain.database).deployedResources;
  await new DeploymentRecord(session, table, nothing, state).begin(0);
  for (const [index, resource] of resources.entries()) {
    const address = addressOf(resource);
    if (!isCommented(resource)) continue;
    const statements = commentStatements(
      withMaker(resource, domain.database),
      domain.platform.deployRole,
    );
    // What takes several may have its comment, and not be given back or started again.
    const isDone = statements.length === 1;
    if (isDone && isCommentOf(state.objects.get(address) ?? '', resource)) continue;
    onObject?.(address, index, resources.length);
    await writeComment(session, statements, domain);
    count += statements.length;
  }
  return count;
}

/** Writes a comment; what was stopped or taken over for it is started or given back, come what may. */
async function writeComment(
  session: Session,
  [first, ...others]: readonly SqlFragment[],
  domain: Domain,
): Promise<void> {
  if (first === undefined) return;
  await session.execute(first);
  const last = others.pop();
  if (last === undefined) return;
  const failures: unknown[] = [];
  try {
    for (const statement of others) await session.execute(statement);
  } catch (error) {
    failures.push(error);
  }
  try {
    await session.execute(last);
  } catch (error) {
    failures.push(error);
  }
  if (failures.length > 1) throw severalFailures(failures, domain);
  if (failures.length === 1) throw failures[0];
}

function isCommented(resource: Resource): resource is CommentedResource {
  return hasFingerprint(resource.kind);
}

/** The table in which the deployment is recorded, with its schema, where they are not there. */
function missingForRecord(
  { database }: Domain,
  { objects }: ActualState,
  resources: readonly Resource[],
): readonly Resource[] {
  const needed = [
    `schema ${database}.${operationsSchema}`,
    `table ${domainNames(database).deployedResources.join('.')}`,
  ];
  return needed.flatMap((address) => {
    const resource = resources.find((each) => addressOf(each) === address);
    return resource === undefined || objects.has(address) ? [] : [resource];
  });
}

function refuseAdoption(
  domain: Domain,
  resources: readonly Resource[],
  { objects, deployed }: ActualState,
  missing: readonly Resource[],
): void {
  const refused = (message: string, place: string, next: string) =>
    new CoreError('DAS_ADOPT_REFUSED', message, { place, next });
  const own = new Map(resources.map((each) => [addressOf(each), fingerprintOf(each)]));
  for (const [address, recorded] of deployed) {
    if (own.get(address) === fingerprintOf(recorded)) continue;
    throw refused(
      `DAS has deployed ${address} here, and the domain says otherwise or nothing of it`,
      `domain ${domain.name}`,
      'change the domain that deployed it, and use das plan and das apply',
    );
  }
  for (const resource of resources) {
    if (!isCommented(resource)) continue;
    const address = addressOf(resource);
    const comment = objects.get(address);
    if (comment === undefined && !missing.includes(resource)) {
      throw refused(
        `${address} is not there, so there is nothing to adopt`,
        address,
        'import again',
      );
    }
    if (comment === undefined || !isOurs(comment)) continue;
    if (isOfAnother(comment, domain.database) || !isCommentOf(comment, resource)) {
      throw refused(
        `${address} carries the fingerprint of another definition`,
        address,
        'find out which domain deploys it; one object has one domain',
      );
    }
  }
}
