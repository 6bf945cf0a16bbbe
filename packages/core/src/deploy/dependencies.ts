import {
  addressOf,
  type Grantee,
  type GrantResource,
  type Resource,
  type RoleGrantResource,
  type Securable,
  type TagAssignment,
} from '../resources/resource.js';

/** The addresses of what must be there before a resource can be made: it may name what is not planned. */
export function dependenciesOf(resource: Resource): readonly string[] {
  switch (resource.kind) {
    case 'database':
    case 'role':
    case 'resourceMonitor':
    case 'share':
      return [];
    case 'warehouse':
      return resource.resourceMonitor === undefined
        ? []
        : [`resourceMonitor ${resource.resourceMonitor}`];
    case 'schema':
    case 'databaseRole':
      return [`database ${resource.name[0]}`];
    case 'tag':
      return [
        ...holders(resource.name),
        ...(resource.maskingPolicies ?? []).map((policy) => `maskingPolicy ${policy.join('.')}`),
      ];
    case 'maskingPolicy':
    case 'rowAccessPolicy':
    case 'aggregationPolicy':
    case 'projectionPolicy':
      return [...holders(resource.name), ...relationsIn(resource.body)];
    case 'networkRule':
    case 'stage':
      return holders(resource.name);
    case 'networkPolicy':
      return [...resource.allowed, ...resource.blocked].map(
        (name) => `networkRule ${name.join('.')}`,
      );
    case 'table':
      return tableDependencies(resource);
    case 'dynamicTable':
      return [
        ...tableDependencies(resource),
        `warehouse ${resource.warehouse}`,
        `role ${resource.owner}`,
        ...relationsIn(resource.query),
      ];
    case 'dataMetricFunction':
      return holders(resource.name);
    case 'dataMetric':
      return [
        ...relationNamed(resource.name.slice(0, 3)),
        `dataMetricFunction ${resource.function.join('.')}`,
      ];
    case 'listing':
      return [`share ${resource.share}`];
    case 'budget':
      return [
        ...holders(resource.name),
        ...resource.watches.map(({ type, name }) => `${type.toLowerCase()} ${name[0]}`),
      ];
    case 'task':
      return [
        ...holders(resource.name),
        `warehouse ${resource.warehouse}`,
        ...relationsIn(resource.statement),
      ];
    case 'roleGrant':
      return [granteeAddress(resource.role), granteeOf(resource)];
    case 'grant':
      return [granteeOf(resource), ...securableAddresses(resource.on)];
  }
}

/** The address of who holds a privilege or a role. */
export function granteeOf(privilege: GrantResource | RoleGrantResource): string {
  if (privilege.kind === 'roleGrant') return granteeAddress(privilege.to);
  const { to, toType: type = 'ROLE' } = privilege;
  return type === 'DATABASE ROLE' ? `databaseRole ${to}` : granteeAddress({ type, name: [to] });
}

/** What of the resources one of them needs, and what that needs, and so on. */
export function closureOf(
  address: string,
  resources: ReadonlyMap<string, Resource>,
  found: Set<string> = new Set(),
): Set<string> {
  const resource = resources.get(address);
  if (resource === undefined || found.has(address)) return found;
  found.add(address);
  for (const each of dependenciesOf(resource)) closureOf(each, resources, found);
  return found;
}

/** The resources in their order, but each after what it needs. */
export function dependenciesFirst(ordered: readonly Resource[]): readonly Resource[] {
  const byAddress = new Map(ordered.map((resource) => [addressOf(resource), resource]));
  const placed = new Set<string>();
  const result: Resource[] = [];
  const place = (address: string) => {
    const resource = byAddress.get(address);
    if (resource === undefined || placed.has(address)) return;
    placed.add(address);
    for (const each of dependenciesOf(resource)) place(each);
    result.push(resource);
  };
  for (const address of byAddress.keys()) place(address);
  return result;
}

/** The addresses that what a privilege is granted on may have. */
export function securableAddresses({ type, name }: Securable): readonly string[] {
  const full = name.join('.');
  switch (type) {
    case 'ACCOUNT':
    case 'VIEW':
      return [];
    case 'DYNAMIC TABLE':
      return [`dynamicTable ${full}`];
    case 'TABLE':
      return relationNamed(name);
    default:
      return [`${type.toLowerCase()} ${full}`];
  }
}

/** The address of a role or a share. */
export function granteeAddress({ type, name }: Grantee): string {
  const kind = type === 'DATABASE ROLE' ? 'databaseRole' : type.toLowerCase();
  return `${kind} ${name.join('.')}`;
}

function tableDependencies(
  table: Extract<Resource, { kind: 'table' | 'dynamicTable' }>,
): readonly string[] {
  const { aggregationPolicy, rowAccess } = table;
  const tags = table.kind === 'table' ? (table.tags ?? []) : [];
  return [
    ...holders(table.name),
    ...tagsOf(tags),
    ...(rowAccess === undefined ? [] : [`rowAccessPolicy ${rowAccess.policy.join('.')}`]),
    ...(aggregationPolicy === undefined
      ? []
      : [`aggregationPolicy ${aggregationPolicy.join('.')}`]),
    ...table.columns.flatMap(({ maskingPolicy, projectionPolicy, tags: ofColumn }) => [
      ...tagsOf(ofColumn),
      ...(maskingPolicy === undefined ? [] : [`maskingPolicy ${maskingPolicy.join('.')}`]),
      ...(projectionPolicy === undefined ? [] : [`projectionPolicy ${projectionPolicy.join('.')}`]),
    ]),
  ];
}

function tagsOf(tags: readonly TagAssignment[]): readonly string[] {
  return tags.map(({ tag }) => `tag ${tag.join('.')}`);
}

function holders([database = '', schema = '']: readonly string[]): readonly string[] {
  return [`database ${database}`, `schema ${database}.${schema}`];
}

const fullName =
  /(?:"((?:[^"]|"")+)"|\b([A-Za-z_][\w$]*))\.(?:"((?:[^"]|"")+)"|([A-Za-z_][\w$]*))\.(?:"((?:[^"]|"")+)"|([A-Za-z_][\w$]*))/g;

/** What is named in full in a piece of SQL: more than relations, which does no harm. */
function relationsIn(text: string): readonly string[] {
  return [...text.matchAll(fullName)].flatMap((match) => {
    const parts = [1, 3, 5].map(
      (at) => match[at]?.replaceAll('""', '"') ?? match[at + 1]?.toUpperCase() ?? '',
    );
    return relationNamed(parts);
  });
}

function relationNamed(name: readonly string[]): readonly string[] {
  const full = name.join('.');
  return [`table ${full}`, `dynamicTable ${full}`];
}
