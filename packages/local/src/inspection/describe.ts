import type { ResultSet } from '@das/core';
import { holdsGlobal, reaches, sees } from '../access/privileges.js';
import type { PolicyObject, RelationObject } from '../catalogue/catalogue-object.js';
import type { ConstraintPolicyObject } from '../catalogue/constraint-policy-object.js';
import { Compilation } from '../compile/compilation.js';
import { formatType } from '../datatype/data-type.js';
import { resolveMask } from '../enforcement/effective-mask.js';
import { findRelation, fullPath } from '../enforcement/resolve-name.js';
import type { StatementContext } from '../engine/statement-context.js';
import { identityText } from '../sequences/identity-column.js';
import { rowsResult } from '../shaping/status-result.js';
import { visibleStream } from '../streams/visible-stream.js';
import { notFound, unsupported } from '../warehouse/errors.js';
import { describeShare, describeUser } from './describe-account.js';
import { describeListing } from './describe-listing.js';
import { describeNetworkPolicy, describeNetworkRule } from './describe-network.js';
import { columnNames, describeResult } from './describe-result.js';
import { describeStaging } from './describe-staging.js';
import { objectRow } from './object-row.js';
import { rowNames } from './row-names.js';
import { describeFunction } from './show-data-metric-functions.js';

/** `DESCRIBE TABLE | VIEW | DYNAMIC TABLE | MASKING POLICY | ROW ACCESS POLICY`. */
export function describe(context: StatementContext): ResultSet {
  const { reader } = context;
  const staging = describeStaging(context);
  if (staging !== undefined) return staging;
  if (reader.accept('MASKING', 'POLICY')) return describePolicy(context, 'MASKING POLICY');
  if (reader.accept('ROW', 'ACCESS', 'POLICY')) return describePolicy(context, 'ROW ACCESS POLICY');
  if (reader.accept('NETWORK', 'RULE')) return describeNetworkRule(context);
  if (reader.accept('NETWORK', 'POLICY')) return describeNetworkPolicy(context);
  if (reader.accept('PROJECTION', 'POLICY')) return describePolicy(context, 'PROJECTION POLICY');
  if (reader.accept('AGGREGATION', 'POLICY')) return describePolicy(context, 'AGGREGATION POLICY');
  if (reader.accept('FUNCTION')) return describeFunction(context);
  if (reader.accept('STREAM')) return describeStream(context);
  if (reader.accept('USER')) return describeUser(context);
  if (reader.accept('SHARE')) return describeShare(context);
  if (reader.accept('LISTING')) return describeListing(context);
  if (reader.accept('RESULT')) return describeResult(context);
  const kind = ['DYNAMIC TABLE', 'TABLE', 'VIEW'].find((each) => reader.accept(...each.split(' ')));
  if (kind === undefined) throw unsupported(`DESCRIBE ${reader.peek().value}`);
  const name = reader.name();
  reader.expectEnd();
  const compilation = new Compilation(context.engine.catalogue, context.state.context(), []);
  const relation = findRelation(name, compilation, compilation.frame());
  return describeRelation(relation, context);
}

const relationColumnNames = [...columnNames, 'policy name', 'privacy domain'];

function describeRelation(relation: RelationObject, context: StatementContext): ResultSet {
  const { catalogue } = context.engine;
  const keys = relation.kind === 'TABLE' ? relation.primaryKey : [];
  return rowsResult(
    relationColumnNames,
    relation.columns.map((column) => {
      const { masks } = resolveMask(catalogue, relation, column);
      const policy = masks[0]?.policy;
      return {
        name: column.name,
        type: formatType(column.type),
        kind: 'COLUMN',
        'null?': column.notNull ? 'N' : 'Y',
        default:
          column.identity === undefined
            ? (column.defaultText ?? null)
            : identityText(column.identity),
        'primary key': keys.includes(column.name) ? 'Y' : 'N',
        'unique key': 'N',
        check: null,
        expression: null,
        comment: column.comment === '' ? null : column.comment,
        'policy name': policy === undefined ? null : catalogue.fullName(policy),
        'privacy domain': null,
      };
    }),
  );
}

function describePolicy(
  context: StatementContext,
  kind: PolicyObject['kind'] | ConstraintPolicyObject['kind'],
): ResultSet {
  const { reader, engine, state } = context;
  const { catalogue } = engine;
  const path = fullPath(reader.name(), state);
  reader.expectEnd();
  const schema = catalogue.schemaAt(path[0], path[1]);
  const policy = schema && catalogue.find(kind, schema.id, path[2]);
  // Who may apply every policy of the kind may read each of them.
  const isVisible =
    policy !== undefined &&
    reaches(catalogue, state.roles, policy) &&
    (sees(state.roles, policy) || holdsGlobal(catalogue, state.roles, `APPLY ${kind}`));
  if (!isVisible) throw notFound('Policy', path.join('.'));
  const parameters = 'parameters' in policy ? policy.parameters : [];
  const signature = parameters.map(({ name, type }) => `${name} ${type.kind}`).join(', ');
  return rowsResult(
    ['name', 'signature', 'return_type', 'body'],
    [
      {
        name: policy.name,
        signature: `(${signature})`,
        return_type:
          'returns' in policy
            ? formatType(policy.returns)
            : policy.kind.replace(' POLICY', '_CONSTRAINT'),
        body: policy.body,
      },
    ],
  );
}

/** The one row that SHOW STREAMS has for it. */
function describeStream(context: StatementContext): ResultSet {
  const { reader, engine, state } = context;
  const path = fullPath(reader.name(), state);
  reader.expectEnd();
  const stream = visibleStream(path, engine.catalogue, state.roles);
  if (stream === undefined) throw notFound('Stream', path.join('.'));
  return rowsResult(rowNames('STREAM'), [objectRow(stream, engine.catalogue, state)]);
}
