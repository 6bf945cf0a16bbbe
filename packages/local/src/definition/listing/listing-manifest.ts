import { invalidStatement, unsupported } from '../../warehouse/errors.js';

/** The longest texts that a manifest may have. */
const longest = { title: 110, description: 7500 };

/** The fields of a manifest that the engine knows. */
const fields = new Set([
  'title',
  'description',
  'organization_profile',
  'organization_targets',
  'support_contact',
  'approver_contact',
  'locations',
]);

/**
 * Checks the manifest of an organization listing. A field that is not known here is refused, whatever
 * Snowflake does with it.
 *
 * @see https://docs.snowflake.com/en/user-guide/collaboration/listings/organizational/org-listing-manifest-reference
 */
export async function checkManifest(text: string): Promise<void> {
  const { parse, YAMLParseError } = await import('yaml');
  let manifest: unknown;
  try {
    manifest = parse(text);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    throw invalid('is no YAML');
  }
  const root = mapOf(manifest, 'the manifest');
  for (const field of Object.keys(root)) {
    if (!fields.has(field)) throw unsupported(`the field ${field} of the manifest of a listing`);
  }
  checkText(root.title, 'title', longest.title, true);
  checkText(root.description, 'description', longest.description, false);
  checkText(root.support_contact, 'support_contact', undefined, true);
  const profile = root.organization_profile ?? 'INTERNAL';
  if (profile !== 'INTERNAL') throw unsupported('an organization profile other than INTERNAL');
  const targets = mapOf(root.organization_targets, 'organization_targets');
  const kinds = Object.keys(targets);
  if (kinds.length === 0) throw invalid('has no organization_targets');
  for (const kind of kinds) {
    if (kind !== 'access' && kind !== 'discovery')
      throw invalid('targets neither access nor discovery');
    checkTargets(targets[kind], kind);
  }
  checkText(root.approver_contact, 'approver_contact', undefined, kinds.includes('discovery'));
  if (root.locations !== undefined) checkLocations(root.locations);
}

function checkTargets(value: unknown, kind: string): void {
  for (const target of listOf(value, kind)) {
    const { account, roles, all_accounts: all, ...others } = mapOf(target, kind);
    if (Object.keys(others).length > 0) throw invalid(`has a target of ${kind} that is not known`);
    if (all !== undefined) {
      if (all !== true || account !== undefined || roles !== undefined) {
        throw invalid(`has more than all_accounts: true as a target of ${kind}`);
      }
      continue;
    }
    checkText(account, 'account', undefined, true);
    if (roles === undefined) continue;
    for (const role of listOf(roles, 'roles')) checkText(role, 'roles', undefined, true);
  }
}

function checkLocations(value: unknown): void {
  const { access_regions: regions, ...others } = mapOf(value, 'locations');
  if (Object.keys(others).length > 0) throw invalid('has a location that is not known');
  for (const region of listOf(regions, 'access_regions')) {
    checkText(mapOf(region, 'access_regions').name, 'name', undefined, true);
  }
}

function mapOf(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Readonly<Record<string, unknown>>;
  }
  throw invalid(`has no fields in ${what}`);
}

function listOf(value: unknown, what: string): readonly unknown[] {
  if (Array.isArray(value) && value.length > 0) return value;
  throw invalid(`has no list in ${what}`);
}

function checkText(
  value: unknown,
  field: string,
  most: number | undefined,
  isRequired: boolean,
): void {
  if (value === undefined && !isRequired) return;
  if (typeof value !== 'string' || value.trim() === '') throw invalid(`has no text in ${field}`);
  if (most !== undefined && value.length > most) {
    throw invalid(`has more than ${most} characters in ${field}`);
  }
}

function invalid(message: string): Error {
  return invalidStatement(`the manifest of the listing ${message}`, 'AS');
}
