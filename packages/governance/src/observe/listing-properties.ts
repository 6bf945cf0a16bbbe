import type { ListingResource, ListingTargets } from '@das/core';

/** What a manifest says, in a form in which it can be compared. */
export type ManifestProperties = Readonly<Record<'access' | 'discovery' | 'texts', string>>;

/** What the manifest of a deployed listing should say. */
export function listingProperties(resource: ListingResource): ManifestProperties {
  const { title, description, supportContact, approverContact, regions } = resource;
  return {
    access: canonical(targetsOf(resource.access)),
    discovery: canonical(resource.discovery && targetsOf(resource.discovery)),
    texts: canonical({
      title,
      ...(description !== undefined && { description }),
      organization_profile: 'INTERNAL',
      support_contact: supportContact,
      ...(approverContact !== undefined && { approver_contact: approverContact }),
      ...(regions !== undefined && {
        locations: { access_regions: regions.map((name) => ({ name })) },
      }),
    }),
  };
}

function targetsOf(targets: ListingTargets): readonly object[] {
  return targets === 'all' ? [{ all_accounts: true }] : targets;
}

/** The order of targets, roles and fields means nothing. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const fields = Object.entries(value).map(([key, each]) => `${key}:${canonical(each)}`);
  return `{${fields.sort().join(',')}}`;
}
