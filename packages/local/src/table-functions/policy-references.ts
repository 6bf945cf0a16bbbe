import { holds, holdsGlobal, owns, reaches } from '../access/privileges.js';
import type { CatalogueObject } from '../catalogue/catalogue-object.js';
import type { Place } from '../compile/compile-expression.js';
import { fullPath } from '../enforcement/resolve-name.js';
import { metadataRows } from '../metadata/metadata-rows.js';
import { columnsOf } from '../metadata/metadata-view.js';
import {
  type PolicyReference,
  policyReferenceRow,
  policyReferences as referencesOf,
} from '../metadata/policy-reference-rows.js';
import type { CallReference } from '../query/query.js';
import { invalidStatement, notAuthorized, notFound } from '../warehouse/errors.js';
import { CallArguments } from './call-arguments.js';
import type { CalledTable } from './called-table.js';
import { findEntity } from './find-entity.js';

const columns = columnsOf(`POLICY_DB POLICY_SCHEMA POLICY_NAME POLICY_KIND REF_DATABASE_NAME
  REF_SCHEMA_NAME REF_ENTITY_NAME REF_ENTITY_DOMAIN REF_COLUMN_NAME REF_ARG_COLUMN_NAMES TAG_DATABASE
  TAG_SCHEMA TAG_NAME POLICY_STATUS`);

const kinds = [
  'MASKING POLICY',
  'ROW ACCESS POLICY',
  'AGGREGATION POLICY',
  'PROJECTION POLICY',
] as const;

/**
 * `INFORMATION_SCHEMA.POLICY_REFERENCES(…)`: what a policy is set on, or what is set on an object.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions/policy_references
 */
export function policyReferences(call: CallReference, place: Place, database: string): CalledTable {
  const names = ['POLICY_NAME', 'POLICY_KIND', 'REF_ENTITY_NAME', 'REF_ENTITY_DOMAIN'];
  const args = new CallArguments(call, place, names);
  const isByPolicy = args.has('POLICY_NAME');
  const isByEntity = args.has('REF_ENTITY_NAME') && args.has('REF_ENTITY_DOMAIN');
  const isMixed = isByPolicy && (args.has('REF_ENTITY_NAME') || args.has('REF_ENTITY_DOMAIN'));
  if (isMixed || isByPolicy === isByEntity || (args.has('POLICY_KIND') && !isByPolicy)) {
    throw invalidStatement(
      'POLICY_REFERENCES takes POLICY_NAME, or REF_ENTITY_NAME and REF_ENTITY_DOMAIN',
      'POLICY_REFERENCES',
    );
  }
  const { catalogue } = place.compilation;
  const found = isByPolicy ? byPolicy(args, place, database) : byEntity(args, place, database);
  return metadataRows(
    columns,
    found.map((reference) => policyReferenceRow(reference, catalogue)),
  );
}

function byPolicy(args: CallArguments, place: Place, database: string): readonly PolicyReference[] {
  const { catalogue } = place.compilation;
  const name = args.name('POLICY_NAME') ?? [];
  const kind = args.text('POLICY_KIND')?.toUpperCase();
  if (kind !== undefined && kind !== 'NETWORK_POLICY') {
    throw invalidStatement('POLICY_KIND is NETWORK_POLICY or absent', 'POLICY_KIND');
  }
  const policy =
    kind === undefined
      ? schemaPolicy(name, place, database)
      : catalogue.find('NETWORK POLICY', 0, name.at(-1) ?? '');
  if (policy === undefined || !mayKnow(policy, place)) throw notFound('Policy', name.join('.'));
  return [...catalogue.all()]
    .flatMap((object) => referencesOf(object, catalogue))
    .filter((reference) => reference.policy.id === policy.id && isVisible(reference, place));
}

function schemaPolicy(
  name: readonly string[],
  { compilation, frame }: Place,
  database: string,
): CatalogueObject | undefined {
  const { catalogue } = compilation;
  const inside = { database: frame.database ?? database, schema: frame.schema };
  const [db, schema, plain] = fullPath(name, inside);
  const holder = catalogue.schemaAt(db, schema);
  for (const kind of holder === undefined ? [] : kinds) {
    const policy = catalogue.find(kind, holder?.id ?? 0, plain);
    if (policy !== undefined && reaches(catalogue, frame.roles, policy)) return policy;
  }
  return undefined;
}

function byEntity(args: CallArguments, place: Place, database: string): readonly PolicyReference[] {
  const { catalogue } = place.compilation;
  const domain = (args.text('REF_ENTITY_DOMAIN') ?? '').toUpperCase();
  const allowed = ['ACCOUNT', 'TABLE', 'TAG', 'USER', 'VIEW'];
  if (!allowed.includes(domain)) {
    throw invalidStatement(`REF_ENTITY_DOMAIN is one of ${allowed.join(', ')}`, domain);
  }
  const name = args.name('REF_ENTITY_NAME') ?? [];
  const entity = findEntity(name, domain, place, database);
  const all = referencesOf(entity, catalogue);
  const seen = all.filter((reference) => isVisible(reference, place));
  // Who owns the table but may see none of its policies is told so.
  if (seen.length === 0 && all.length > 0) throw notAuthorized('Object', name.join('.'));
  return seen;
}

function mayKnow(policy: CatalogueObject, { compilation, frame }: Place): boolean {
  const global = `APPLY ${policy.kind}`;
  return (
    holdsGlobal(compilation.catalogue, frame.roles, global) || holds(frame.roles, policy, 'APPLY')
  );
}

/** With the global privilege every association; with APPLY those on objects that the role owns. */
function isVisible({ policy, entity }: PolicyReference, place: Place): boolean {
  const { compilation, frame } = place;
  if (holdsGlobal(compilation.catalogue, frame.roles, `APPLY ${policy.kind}`)) return true;
  return holds(frame.roles, policy, 'APPLY') && owns(frame.roles, entity);
}
