import type { GrantResource, Resource, Securable } from '@das/core';

/**
 * The resources with what is inherited in a container granted on each of its objects among them: what the
 * two let somebody do with these objects is the same.
 */
export function grantsOnObjects(resources: readonly Resource[]): readonly Resource[] {
  return resources.flatMap((each): readonly Resource[] =>
    each.kind === 'grant' && each.inherited !== undefined ? spelledOut(each, resources) : [each],
  );
}

function spelledOut(
  { inherited, ...grant }: GrantResource,
  resources: readonly Resource[],
): readonly GrantResource[] {
  return resources.flatMap((each) => {
    const on = securableOf(each);
    if (on === undefined || on.type !== inherited || !isIn(on, grant.on)) return [];
    return [{ ...grant, on }];
  });
}

function securableOf(resource: Resource): Securable | undefined {
  switch (resource.kind) {
    case 'schema':
      return { type: 'SCHEMA', name: resource.name };
    case 'table':
      return { type: 'TABLE', name: resource.name };
    case 'dynamicTable':
      return { type: 'DYNAMIC TABLE', name: resource.name };
    case 'stage':
      return { type: 'STAGE', name: resource.name };
    case 'task':
      return { type: 'TASK', name: resource.name };
    default:
      return undefined;
  }
}

function isIn(inner: Securable, outer: Securable): boolean {
  return outer.name.every((part, at) => inner.name[at] === part);
}
