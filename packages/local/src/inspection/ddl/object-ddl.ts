import { holds, holdsGlobal, owns, sees } from '../../access/privileges.js';
import {
  type CatalogueObject,
  isRelation,
  type PolicyObject,
  type StreamObject,
  titleOf,
} from '../../catalogue/catalogue-object.js';
import type { TaskObject } from '../../catalogue/task-object.js';
import { formatType } from '../../datatype/data-type.js';
import { notAuthorized, unsupported } from '../../warehouse/errors.js';
import { containerDdl } from './container-ddl.js';
import { commentClause, type DdlRequest, identifier, madeName, quoted } from './ddl-text.js';
import { relationDdl } from './relation-ddl.js';

/**
 * The statement that makes an object again, and for a schema or database those for all in it.
 *
 * @throws WarehouseError `DAS_WAREHOUSE_NOT_AUTHORIZED` for a text that the roles may not read,
 * `DAS_WAREHOUSE_UNSUPPORTED` for other kinds.
 * @see https://docs.snowflake.com/en/sql-reference/functions/get_ddl
 */
export function objectDdl(object: CatalogueObject, request: DdlRequest): string {
  if (!maySee(object, request)) {
    throw notAuthorized(titleOf(object.kind), request.catalogue.fullName(object));
  }
  if (isRelation(object)) return relationDdl(object, request);
  switch (object.kind) {
    case 'DATABASE':
    case 'SCHEMA':
      return containerDdl(object, request);
    case 'MASKING POLICY':
    case 'ROW ACCESS POLICY':
      return policyDdl(object, request);
    case 'PROJECTION POLICY':
    case 'AGGREGATION POLICY': {
      const kind = object.kind.toLowerCase();
      const returns = object.kind.replace(' POLICY', '_CONSTRAINT').toLowerCase();
      return `create or replace ${kind} ${madeName(object, request)} as () returns ${returns} ->\n${object.body}${commentClause(object.comment, '\n')};`;
    }
    case 'TAG': {
      const values = object.allowedValues?.map(quoted).join(', ');
      const allowed = values === undefined ? '' : ` allowed_values ${values}`;
      return `create or replace tag ${madeName(object, request)}${allowed}${commentClause(object.comment)};`;
    }
    case 'SEQUENCE': {
      const order = object.isOrdered ? 'order' : 'noorder';
      return `create or replace sequence ${madeName(object, request)} start with ${object.firstValue} increment by ${object.increment} ${order}${commentClause(object.comment)};`;
    }
    case 'STREAM':
      return streamDdl(object, request);
    case 'TASK':
      return taskDdl(object, request);
    default:
      throw unsupported(`GET_DDL of a ${object.kind.toLowerCase()}`);
  }
}

/** Whether the roles may read the text of an object. */
export function maySee(object: CatalogueObject, { catalogue, roles }: DdlRequest): boolean {
  switch (object.kind) {
    case 'VIEW':
      return !object.isSecure || owns(roles, object) ? sees(roles, object) : false;
    case 'DYNAMIC TABLE':
      return holds(roles, object, 'MONITOR');
    case 'TASK':
      return holds(roles, object, 'MONITOR') || holds(roles, object, 'OPERATE');
    case 'MASKING POLICY':
    case 'ROW ACCESS POLICY':
    case 'PROJECTION POLICY':
    case 'AGGREGATION POLICY':
      return sees(roles, object) || holdsGlobal(catalogue, roles, `APPLY ${object.kind}`);
    default:
      return sees(roles, object);
  }
}

function policyDdl(policy: PolicyObject, request: DdlRequest): string {
  const parameters = policy.parameters
    .map(({ name, type }) => `${identifier(name)} ${formatType(type)}`)
    .join(', ');
  const exempts = policy.exemptsOthers === true ? '\nexempt_other_policies=true' : '';
  return `create or replace ${policy.kind.toLowerCase()} ${madeName(policy, request)} as (${parameters}) \nreturns ${formatType(policy.returns)} ->\n${policy.body}${commentClause(policy.comment, '\n')}${exempts};`;
}

function streamDdl(stream: StreamObject, request: DdlRequest): string {
  const source = request.catalogue.get(stream.table);
  const isKnown = source !== undefined && sees(request.roles, source);
  const kind = source?.kind === 'VIEW' ? 'view' : 'table';
  const name = isKnown ? madeName(source, request) : stream.tableName;
  const mode = stream.mode === 'APPEND_ONLY' ? ' append_only=true' : '';
  return `create or replace stream ${madeName(stream, request)} on ${kind} ${name}${mode}${commentClause(stream.comment)};`;
}

function taskDdl(task: TaskObject, request: DdlRequest): string {
  const { catalogue } = request;
  const names = (ids: readonly number[]): string =>
    ids
      .flatMap((id) => catalogue.get(id) ?? [])
      .map((each) => madeName(each, request))
      .join(', ');
  const lines = [
    ...(task.warehouse === undefined ? [] : [`warehouse=${identifier(task.warehouse)}`]),
    ...(task.schedule === undefined ? [] : [`schedule=${quoted(task.schedule)}`]),
    ...(task.config === undefined ? [] : [`config=${quoted(task.config)}`]),
    ...(task.comment === '' ? [] : [`COMMENT=${quoted(task.comment)}`]),
    ...(task.finalizes === undefined ? [] : [`finalize=${names([task.finalizes])}`]),
    ...(task.after.length === 0 ? [] : [`after ${names(task.after)}`]),
    ...(task.condition === undefined ? [] : [`when ${task.condition}`]),
    `as ${task.text}`,
  ];
  const isPlain =
    Object.keys(task.compute).length === 0 && Object.keys(task.parameters).length === 0;
  if (!isPlain) throw unsupported('GET_DDL of a task with these settings', task.name);
  return `create or replace task ${madeName(task, request)}\n${lines.map((line) => `\t${line}`).join('\n')};`;
}
