import { owns } from '../../access/privileges.js';
import type {
  ColumnObject,
  DynamicTableObject,
  RelationObject,
  TableObject,
  ViewObject,
} from '../../catalogue/catalogue-object.js';
import { formatType } from '../../datatype/data-type.js';
import { notAuthorized } from '../../warehouse/errors.js';
import { commentClause, type DdlRequest, identifier, madeName, quoted } from './ddl-text.js';
import { columnGovernance, relationGovernance } from './governance-clauses.js';

/**
 * The statement that makes a table, view or dynamic table again.
 *
 * @throws WarehouseError `DAS_WAREHOUSE_NOT_AUTHORIZED` for the text of a secure view that others own.
 */
export function relationDdl(relation: RelationObject, request: DdlRequest): string {
  switch (relation.kind) {
    case 'TABLE':
      return tableDdl(relation, request);
    case 'VIEW':
      return viewDdl(relation, request);
    case 'DYNAMIC TABLE':
      return dynamicTableDdl(relation, request);
  }
}

function tableDdl(table: TableObject, request: DdlRequest): string {
  const lines = table.columns.map((column) => {
    const name = `\t${identifier(column.name)} ${formatType(column.type)}`;
    return `${name}${options(column)}${columnGovernance(column, request)}${note(column)}`;
  });
  if (table.primaryKey.length > 0) {
    lines.push(`\tprimary key (${table.primaryKey.map(identifier).join(', ')})`);
  }
  const persistence = table.persistence === 'PERMANENT' ? '' : `${table.persistence} `;
  const governance = relationGovernance(table, request).trimStart();
  const comment = commentClause(table.comment, governance === '' ? '' : ' ');
  return `create or replace ${persistence}TABLE ${madeName(table, request)} (\n${lines.join(',\n')}\n)${governance}${comment};`;
}

function options(column: ColumnObject): string {
  const { identity, defaultText } = column;
  const series =
    identity === undefined
      ? ''
      : ` autoincrement start ${identity.start} increment ${identity.increment} ${identity.isOrdered ? 'order' : 'noorder'}`;
  const value = defaultText === undefined ? '' : ` DEFAULT ${defaultText}`;
  return `${column.notNull ? ' NOT NULL' : ''}${value}${series}`;
}

function viewDdl(view: ViewObject, request: DdlRequest): string {
  // The text of a secure view is its owner's alone.
  if (view.isSecure && !owns(request.roles, view)) {
    throw notAuthorized('View', request.catalogue.fullName(view));
  }
  const secure = view.isSecure ? 'secure ' : '';
  const clauses = `${relationGovernance(view, request)}${commentClause(view.comment)}`;
  const separate = clauses === '' ? '' : `${clauses}\n`;
  return `create or replace ${secure}view ${madeName(view, request)}(\n${columnLines(view, request)}\n)${separate} as ${view.text};`;
}

function dynamicTableDdl(table: DynamicTableObject, request: DdlRequest): string {
  const clauses = `${relationGovernance(table, request)}${commentClause(table.comment)}`;
  const settings = [
    `target_lag = ${table.targetLag === 'DOWNSTREAM' ? 'DOWNSTREAM' : quoted(table.targetLagText)}`,
    `refresh_mode = ${table.refreshMode}`,
    'initialize = ON_CREATE',
    `warehouse = ${identifier(table.warehouse)}`,
  ];
  return `create or replace dynamic table ${madeName(table, request)}(\n${columnLines(table, request)}\n) ${settings.join(' ')}${clauses}\n as ${table.text};`;
}

function columnLines(relation: RelationObject, request: DdlRequest): string {
  return relation.columns
    .map((column) => {
      return `\t${identifier(column.name)}${columnGovernance(column, request)}${note(column)}`;
    })
    .join(',\n');
}

function note(column: ColumnObject): string {
  return column.comment === '' ? '' : ` COMMENT ${quoted(column.comment)}`;
}
