import type { ResultSet } from '@das/core';
import { rolesBelow } from '../../access/role-set.js';
import type { PolicyObject, PolicyParameter } from '../../catalogue/catalogue-object.js';
import { titleOf } from '../../catalogue/catalogue-object.js';
import { Compilation } from '../../compile/compilation.js';
import { compileExpression } from '../../compile/compile-expression.js';
import { convert } from '../../compile/convert.js';
import { Scope } from '../../compile/scope.js';
import { type Typed, typed } from '../../compile/typed.js';
import { type DataType, duckType, formatType, isSameKind } from '../../datatype/data-type.js';
import { parseType } from '../../datatype/parse-type.js';
import { checkArgumentsOfPolicies } from '../../enforcement/protected-relation.js';
import { tokenize } from '../../lexing/tokenize.js';
import { parseExpression } from '../../polyglot/parse-query.js';
import { statusResult } from '../../shaping/status-result.js';
import { alreadyExists, invalidStatement, unsupported } from '../../warehouse/errors.js';
import {
  readBooleanOption,
  readClauses,
  readCreate,
  readIfNotExists,
  readOption,
} from '../clauses.js';
import type { Definition } from '../definition.js';
import { movePolicy } from './move-policy.js';
import { policyUses, tagsWithPolicy } from './policy-uses.js';
import { readPolicyBody } from './read-policy-body.js';

type PolicyKind = PolicyObject['kind'];

function readKind(definition: Definition): PolicyKind {
  const { reader } = definition;
  if (reader.accept('MASKING', 'POLICY')) return 'MASKING POLICY';
  reader.expect('ROW', 'ACCESS', 'POLICY');
  return 'ROW ACCESS POLICY';
}

/** `CREATE [OR REPLACE | OR ALTER] MASKING POLICY | ROW ACCESS POLICY`. */
export async function createPolicy(definition: Definition): Promise<ResultSet> {
  const { reader, draft } = definition;
  const mode = readCreate(reader);
  const kind = readKind(definition);
  const ifNotExists = readIfNotExists(reader, mode);
  const { schema, plain } = definition.schemaFor(reader.name(), kind);
  reader.expect('AS');
  const parameters = reader.list((): PolicyParameter => {
    const name = reader.identifier();
    return { name, type: parseType(reader) };
  });
  if (parameters.length === 0) throw invalidStatement('a policy needs at least one argument');
  reader.expect('RETURNS');
  const returns = parseType(reader);
  const { body } = readPolicyBody(definition, 'COMMENT', 'EXEMPT_OTHER_POLICIES');
  let comment = '';
  let exemptsOthers = false;
  readClauses(reader, {
    COMMENT: () => {
      comment = readOption(reader);
    },
    EXEMPT_OTHER_POLICIES: () => {
      if (kind !== 'MASKING POLICY') throw unsupported(`EXEMPT_OTHER_POLICIES of a ${kind}`);
      exemptsOthers = readBooleanOption(reader);
    },
  });
  const first = parameters[0]?.type ?? returns;
  if (kind === 'ROW ACCESS POLICY' ? returns.kind !== 'BOOLEAN' : !isSameKind(first, returns)) {
    throw invalidStatement(
      kind === 'ROW ACCESS POLICY'
        ? 'a row access policy returns BOOLEAN'
        : `a masking policy for ${first.kind} must return ${first.kind}`,
      plain,
      2027,
    );
  }
  const existing = draft.find(kind, schema.id, plain);
  if (existing !== undefined && ifNotExists) {
    return statusResult(`${plain} already exists, statement succeeded.`);
  }
  if (existing !== undefined && !mode.orReplace && !mode.orAlter) {
    throw alreadyExists(titleOf(kind), draft.fullName(existing));
  }
  if (existing !== undefined) {
    definition.requireOwner(existing);
    const isUsed =
      policyUses(draft, existing.id).length > 0 || tagsWithPolicy(draft, existing.id).length > 0;
    if (!isSameSignature(existing, parameters, returns) && (mode.orAlter || isUsed)) {
      throw invalidStatement('the signature of a policy cannot be changed', plain, 3551);
    }
  }
  const policy: PolicyObject = {
    ...(existing ?? definition.base(plain, comment)),
    kind,
    parent: schema.id,
    parameters,
    returns,
    body,
    comment,
    exemptsOthers,
  };
  if (existing !== undefined) checkHolders(definition, policy);
  checkBody(definition, policy);
  draft.put(policy);
  const title = titleOf(kind);
  return statusResult(
    existing !== undefined && mode.orAlter
      ? `${title} ${plain} successfully altered.`
      : `${title} '${plain}' is successfully created.`,
  );
}

function isSameSignature(
  policy: PolicyObject,
  parameters: readonly PolicyParameter[],
  returns: DataType,
): boolean {
  const signature = (list: readonly PolicyParameter[], type: DataType): string =>
    JSON.stringify([list.map(({ name, type: of }) => [name, formatType(of)]), formatType(type)]);
  return signature(policy.parameters, policy.returns) === signature(parameters, returns);
}

/** Compiles a body once, so that a policy that could never run is refused when it is made. */
function checkBody(definition: Definition, policy: PolicyObject): void {
  const { draft, context } = definition;
  const compilation = new Compilation(draft, context.state.context(), []);
  const value = compilePlain(definition, policy, compilation);
  convert(value, policy.returns);
}

/** The relations that a policy body reads. */
export function relationsOfBody(definition: Definition, policy: PolicyObject): ReadonlySet<number> {
  const { draft, context } = definition;
  const compilation = new Compilation(draft, context.state.context(), []);
  compilePlain(definition, policy, compilation);
  return new Set(compilation.relations.keys());
}

/** The body with NULL for each argument, as its owner would run it. */
function compilePlain(
  { draft }: Definition,
  policy: PolicyObject,
  compilation: Compilation,
): Typed {
  const { database, schema } = draft.container(policy);
  const scope = new Scope();
  for (const { name, type } of policy.parameters) {
    scope.arguments.set(name, typed(`CAST(NULL AS ${duckType(type)})`, type));
  }
  return compileExpression(parseExpression(tokenize(policy.body)), {
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
    scope,
  });
}

/** What a replaced policy protects must still be protected without a conflict. */
function checkHolders(definition: Definition, policy: PolicyObject): void {
  const { draft } = definition;
  draft.put(policy);
  for (const { relation } of policyUses(draft, policy.id)) {
    checkArgumentsOfPolicies(draft, relation);
  }
}

/** `ALTER MASKING POLICY | ROW ACCESS POLICY … SET BODY | SET COMMENT | RENAME TO`. */
export async function alterPolicy(definition: Definition): Promise<ResultSet> {
  const { reader, draft } = definition;
  reader.expect('ALTER');
  const kind = readKind(definition);
  const ifExists = reader.accept('IF', 'EXISTS');
  const name = reader.name();
  const policy = definition.findOrUndefined(kind, name);
  if (policy === undefined && ifExists) return statusResult('Statement executed successfully.');
  const found = policy ?? definition.find(kind, name);
  definition.requireOwner(found);
  if (reader.accept('SET', 'BODY')) {
    const { body } = readPolicyBody(definition, 'COMMENT', 'EXEMPT_OTHER_POLICIES');
    reader.expectEnd();
    const changed = { ...found, body };
    checkBody(definition, changed);
    draft.put(changed);
  } else if (reader.accept('SET', 'COMMENT')) {
    draft.put({ ...found, comment: readOption(reader) });
    reader.expectEnd();
  } else if (reader.accept('UNSET', 'COMMENT')) {
    reader.expectEnd();
    draft.put({ ...found, comment: '' });
  } else if (reader.accept('RENAME', 'TO')) {
    movePolicy(definition, found);
  } else {
    throw unsupported(`ALTER ${kind} … ${reader.peek().value}`);
  }
  return statusResult('Statement executed successfully.');
}
