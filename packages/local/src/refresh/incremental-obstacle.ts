import type { Expression } from '../query/expression.js';
import type { Query } from '../query/query.js';

/** Functions of the session, and those that answer otherwise each time. */
const unstable = new Set(
  `ANY_VALUE CURRENT_ACCOUNT CURRENT_ACCOUNT_NAME CURRENT_DATABASE CURRENT_ORGANIZATION_NAME
  CURRENT_REGION CURRENT_ROLE CURRENT_SCHEMA CURRENT_SESSION CURRENT_TRANSACTION CURRENT_USER CURRENT_VERSION
  CURRENT_WAREHOUSE INVOKER_ROLE IS_GRANTED_TO_INVOKER_ROLE IS_ROLE_IN_SESSION SYS_CONTEXT UUID_STRING`.split(
    /\s+/,
  ),
);

/** Functions of the clock: a filter may use them, a column may not. */
const clock = new Set(
  `CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP GETDATE LOCALTIME LOCALTIMESTAMP SYSDATE
  SYSTIMESTAMP`.split(/\s+/),
);

type Node = Readonly<Record<string, unknown>>;

/**
 * What keeps a query from being refreshed incrementally, in words; nothing when it can be.
 *
 * @see https://docs.snowflake.com/en/user-guide/dynamic-tables/supported-queries
 */
export function incrementalObstacle(query: Query): string | undefined {
  return find(query, false);
}

function find(value: unknown, isFilter: boolean): string | undefined {
  if (value instanceof Map || typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) {
    for (const item of value) {
      const found = find(item, isFilter);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  const node = value as Node;
  const own = obstacle(node, isFilter);
  if (own !== undefined) return own;
  for (const [field, inner] of Object.entries(node)) {
    const filters = field === 'where' || field === 'having' || field === 'qualify';
    const found = find(inner, isFilter || filters);
    if (found !== undefined) return found;
  }
  return undefined;
}

function obstacle(node: Node, isFilter: boolean): string | undefined {
  if (node.limit !== undefined || node.offset !== undefined) return 'LIMIT';
  switch (node.kind) {
    case 'set':
      return node.operator === 'UNION' ? undefined : String(node.operator);
    case 'subquery':
    case 'exists':
    case 'quantified':
    case 'metric':
      return 'a subquery outside FROM';
    case 'in':
      return Array.isArray(node.list) ? undefined : 'a subquery outside FROM';
    case 'derived':
      return node.lateral === true ? 'LATERAL' : undefined;
    case 'join': {
      const isOuter = node.type === 'LEFT' || node.type === 'RIGHT' || node.type === 'FULL';
      const isPlain = !isOuter || node.on === undefined || isEquality(node.on as Expression);
      return isPlain ? undefined : 'an outer join whose condition is not an equality';
    }
    case 'call': {
      const name = String(node.name);
      if (unstable.has(name)) return `the function ${name}`;
      return clock.has(name) && !isFilter ? `the function ${name} outside a filter` : undefined;
    }
    default:
      return undefined;
  }
}

function isEquality(condition: Expression): boolean {
  if (condition.kind !== 'binary') return false;
  if (condition.operator === 'AND') {
    return isEquality(condition.left) && isEquality(condition.right);
  }
  return condition.operator === '=';
}
