import { addressOf, type Resource } from '../resources/resource.js';

/** What the address of a privilege becomes when the table that it is on is renamed; any other stays. */
export function movedGrants(
  current: ReadonlyMap<string, Resource>,
  desired: ReadonlyMap<string, Resource>,
): (address: string) => string {
  const moved = new Map<string, string>();
  for (const declared of desired.values()) {
    if (declared.kind !== 'table' || declared.renamedFrom === undefined) continue;
    const from = declared.renamedFrom.join('.');
    if (!current.has(`table ${from}`) || current.has(addressOf(declared))) continue;
    for (const grant of current.values()) {
      if (grant.kind !== 'grant' || grant.on.type !== 'TABLE') continue;
      if (grant.on.name.join('.') !== from) continue;
      const on = { type: 'TABLE', name: declared.name } as const;
      moved.set(addressOf(grant), addressOf({ ...grant, on }));
    }
  }
  return (address) => moved.get(address) ?? address;
}
