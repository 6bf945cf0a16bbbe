import type { ResultSet } from '@das/core';
import { rolesBelow } from '../../access/role-set.js';
import { titleOf } from '../../catalogue/catalogue-object.js';
import type { ConstraintPolicyObject } from '../../catalogue/constraint-policy-object.js';
import { Compilation } from '../../compile/compilation.js';
import { Scope } from '../../compile/scope.js';
import {
  evaluateConstraint,
  readConstraintBody,
  resultsOf,
} from '../../enforcement/constraint-body.js';
import { statusResult } from '../../shaping/status-result.js';
import {
  alreadyExists,
  executionFailed,
  invalidStatement,
  unsupported,
} from '../../warehouse/errors.js';
import { readClauses, readCreate, readIfNotExists, readOption } from '../clauses.js';
import type { Definition } from '../definition.js';
import { movePolicy } from './move-policy.js';
import { policyUses } from './policy-uses.js';
import { readPolicyBody } from './read-policy-body.js';

type Kind = ConstraintPolicyObject['kind'];

function readKind(definition: Definition): Kind {
  if (definition.reader.accept('PROJECTION', 'POLICY')) return 'PROJECTION POLICY';
  definition.reader.expect('AGGREGATION', 'POLICY');
  return 'AGGREGATION POLICY';
}

/**
 * `CREATE [OR REPLACE] PROJECTION POLICY | AGGREGATION POLICY`.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-projection-policy
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-aggregation-policy
 */
export async function createConstraintPolicy(definition: Definition): Promise<ResultSet> {
  const { reader, draft } = definition;
  const mode = readCreate(reader);
  const kind = readKind(definition);
  if (mode.orAlter) throw unsupported(`CREATE OR ALTER ${kind}`);
  const ifNotExists = readIfNotExists(reader, mode);
  const { schema, plain } = definition.schemaFor(reader.name(), kind);
  reader.expect('AS');
  reader.expectOperator('(');
  if (!reader.acceptOperator(')'))
    throw invalidStatement(`a ${kind.toLowerCase()} takes no arguments`);
  reader.expect(
    'RETURNS',
    kind === 'PROJECTION POLICY' ? 'PROJECTION_CONSTRAINT' : 'AGGREGATION_CONSTRAINT',
  );
  const body = readPolicyBody(definition, 'COMMENT').body;
  let comment = '';
  readClauses(reader, {
    COMMENT: () => {
      comment = readOption(reader);
    },
  });
  const existing = draft.find(kind, schema.id, plain);
  if (existing !== undefined && ifNotExists) {
    return statusResult(`${plain} already exists, statement succeeded.`);
  }
  if (existing !== undefined && !mode.orReplace) {
    throw alreadyExists(titleOf(kind), draft.fullName(existing));
  }
  if (existing !== undefined) {
    definition.requireOwner(existing);
    if (policyUses(draft, existing.id).length > 0) {
      throw executionFailed(`${titleOf(kind)} ${plain} is in use and cannot be replaced`, {
        number: 3536,
        sqlState: '23001',
        place: plain,
        next: 'say ALTER … SET BODY, or take it off what it protects first',
      });
    }
    draft.remove(existing.id);
  }
  const policy: ConstraintPolicyObject = {
    ...definition.base(plain, comment),
    kind,
    parent: schema.id,
    body,
  };
  checkBody(definition, policy);
  draft.put(policy);
  return statusResult(`${titleOf(kind)} '${plain}' is successfully created.`);
}

/** `ALTER PROJECTION POLICY | AGGREGATION POLICY … SET BODY | SET, UNSET COMMENT | RENAME TO`. */
export async function alterConstraintPolicy(definition: Definition): Promise<ResultSet> {
  const { reader, draft } = definition;
  const done = statusResult('Statement executed successfully.');
  reader.expect('ALTER');
  const kind = readKind(definition);
  const ifExists = reader.accept('IF', 'EXISTS');
  const name = reader.name();
  const known = definition.findOrUndefined(kind, name);
  if (known === undefined && ifExists) return done;
  const policy = known ?? definition.find(kind, name);
  definition.requireOwner(policy);
  if (reader.accept('SET', 'BODY')) {
    const changed = { ...policy, body: readPolicyBody(definition, 'COMMENT').body };
    checkBody(definition, changed);
    draft.put(changed);
  } else if (reader.accept('SET', 'COMMENT')) {
    draft.put({ ...policy, comment: readOption(reader) });
  } else if (reader.accept('UNSET', 'COMMENT')) {
    draft.put({ ...policy, comment: '' });
  } else if (reader.accept('RENAME', 'TO')) {
    movePolicy(definition, policy);
  } else {
    throw unsupported(`ALTER ${kind} … ${reader.peek().value}`);
  }
  reader.expectEnd();
  return done;
}

/** Evaluates a body once, and each of its results, so that one that could never hold is refused. */
function checkBody(definition: Definition, policy: ConstraintPolicyObject): void {
  const { draft, context } = definition;
  const compilation = new Compilation(draft, context.state.context(), []);
  const { database, schema } = draft.container(policy);
  const place = {
    compilation,
    frame: {
      ...compilation.frame(),
      roles: rolesBelow(draft, policy.owner),
      database,
      schema,
      seesTemporaries: false,
      isPolicy: true,
      policy: { kind: policy.kind },
    },
    scope: new Scope(),
  };
  const body = readConstraintBody(policy.body);
  const wanted = policy.kind === 'PROJECTION POLICY' ? 'projection' : 'aggregation';
  for (const result of resultsOf(body)) {
    if (evaluateConstraint(result, place).kind !== wanted) {
      throw invalidStatement(
        `the body must give ${wanted.toUpperCase()}_CONSTRAINT`,
        policy.name,
        2027,
      );
    }
  }
  evaluateConstraint(body, place);
}
