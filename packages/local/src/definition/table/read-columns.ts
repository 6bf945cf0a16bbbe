import { requirePrivilege } from '../../access/privileges.js';
import type { ColumnObject, MaskAttachment } from '../../catalogue/catalogue-object.js';
import type { NumberSeries } from '../../catalogue/sequence-object.js';
import { type DataType, simple } from '../../datatype/data-type.js';
import { parseType } from '../../datatype/parse-type.js';
import { sourceText } from '../../engine/statement-context.js';
import { isOperator, isWord } from '../../lexing/token.js';
import { parseExpressions } from '../../polyglot/parse-query.js';
import { readIdentity } from '../../sequences/identity-column.js';
import { invalidStatement, unsupported } from '../../warehouse/errors.js';
import type { Definition } from '../definition.js';
import { readProjection } from '../policy/attach-constraint.js';
import { readMask } from '../policy/attach-policy.js';
import { readTagValues } from '../tag/tag.js';

/** The columns of CREATE TABLE, VIEW or DYNAMIC TABLE, and its out-of-line primary key. */
export interface DeclaredColumns {
  readonly columns: readonly DeclaredColumn[];
  readonly primaryKey: readonly string[];
}

/** A column whose type may be left to the query that fills it. */
export interface DeclaredColumn extends Omit<ColumnObject, 'type'> {
  readonly type: DataType | undefined;
  readonly isKey: boolean;
}

/** Reads `(a NUMBER NOT NULL WITH MASKING POLICY p, …, PRIMARY KEY (a))`. */
export function readColumns(
  definition: Definition,
  types: 'required' | 'optional',
): DeclaredColumns {
  const { reader } = definition;
  const columns: DeclaredColumn[] = [];
  let primaryKey: readonly string[] = [];
  reader.expectOperator('(');
  do {
    if (reader.accept('CONSTRAINT')) reader.identifier();
    if (reader.accept('PRIMARY', 'KEY')) {
      primaryKey = reader.list(() => reader.identifier());
      reader.accept('NOT', 'ENFORCED');
    } else if (reader.sees('UNIQUE') || reader.sees('FOREIGN', 'KEY')) {
      throw unsupported(`the constraint ${reader.peek().value}`);
    } else {
      columns.push(readColumn(definition, columns.length + 1, types));
    }
  } while (reader.acceptOperator(','));
  reader.expectOperator(')');
  const names = columns.map((column) => column.name);
  if (new Set(names).size < names.length) throw invalidStatement('a column is named twice');
  for (const key of primaryKey) {
    if (!names.includes(key)) throw invalidStatement(`invalid identifier ${key}`, key, 904);
  }
  const inline = columns.filter((column) => column.isKey).map((column) => column.name);
  return { columns, primaryKey: primaryKey.length > 0 ? primaryKey : inline };
}

/** Reads one column: its name, type and clauses. */
export function readColumn(
  definition: Definition,
  id: number,
  types: 'required' | 'optional',
): DeclaredColumn {
  const { reader } = definition;
  const name = reader.identifier();
  const hasType = types === 'required' || startsType(definition);
  const type = hasType ? parseType(reader) : undefined;
  let mask: MaskAttachment | undefined;
  let projection: number | undefined;
  let tags: Readonly<Record<string, string>> = {};
  let notNull = false;
  let isKey = false;
  let defaultText: string | undefined;
  let identity: NumberSeries | undefined;
  let comment = '';
  for (;;) {
    if (reader.accept('NOT', 'NULL')) notNull = true;
    else if (reader.accept('NULL')) notNull = false;
    else if (reader.accept('DEFAULT')) defaultText = readDefault(definition);
    else if (reader.accept('AUTOINCREMENT') || reader.accept('IDENTITY')) {
      identity = readIdentity(definition);
    } else if (reader.accept('COMMENT')) {
      reader.acceptOperator('=');
      comment = reader.string();
    } else if (reader.accept('PRIMARY', 'KEY')) isKey = true;
    else if (reader.accept('WITH', 'MASKING', 'POLICY') || reader.accept('MASKING', 'POLICY')) {
      if (mask !== undefined)
        throw invalidStatement(`the column ${name} has two masking policies`, name, 3529);
      mask = readMask(definition, name);
    } else if (
      reader.accept('WITH', 'PROJECTION', 'POLICY') ||
      reader.accept('PROJECTION', 'POLICY')
    ) {
      if (projection !== undefined) {
        throw invalidStatement(`the column ${name} has two projection policies`, name);
      }
      projection = readProjection(definition);
    } else if (reader.accept('WITH', 'TAG') || reader.accept('TAG')) {
      reader.expectOperator('(');
      tags = { ...tags, ...readTagValues(definition) };
      reader.expectOperator(')');
    } else if (reader.seesOperator(',', ')') || reader.isAtEnd) break;
    else throw unsupported(`the column clause ${reader.peek().value}`, name);
  }
  if (identity !== undefined && defaultText !== undefined) {
    throw invalidStatement(`the column ${name} has a default and is AUTOINCREMENT`, name);
  }
  if (identity !== undefined && type !== undefined && type.kind !== 'NUMBER') {
    throw invalidStatement(`the column ${name} is AUTOINCREMENT and no whole number`, name);
  }
  return {
    ...(identity === undefined ? {} : { identity }),
    id,
    name,
    type,
    notNull: notNull || isKey,
    defaultText,
    comment,
    mask,
    tags,
    ...(projection === undefined ? {} : { projection }),
    isKey,
  };
}

const clauseWords =
  'NOT NULL DEFAULT COMMENT WITH MASKING PROJECTION TAG PRIMARY AUTOINCREMENT IDENTITY'.split(' ');

function startsType(definition: Definition): boolean {
  const token = definition.reader.peek();
  return token.kind === 'word' && !clauseWords.includes(token.value);
}

function readDefault(definition: Definition): string {
  const { reader, context } = definition;
  const words = ['NOT', 'COMMENT', 'WITH', 'MASKING', 'PROJECTION', 'TAG', 'PRIMARY'];
  const tokens = reader.until((token) => isOperator(token, ',') || isWord(token, ...words));
  const [expression] = parseExpressions([tokens]);
  if (expression?.kind === 'column' && expression.path.at(-1) === 'NEXTVAL') {
    return sequenceDefault(definition, expression.path.slice(0, -1));
  }
  const isConstant =
    expression !== undefined &&
    (expression.kind === 'literal' ||
      (expression.kind === 'unary' && expression.operand.kind === 'literal') ||
      (expression.kind === 'cast' && expression.operand.kind === 'literal') ||
      (expression.kind === 'call' && expression.args.length === 0));
  if (!isConstant)
    throw unsupported('a default that is not a literal or a function without arguments');
  return sourceText(context, tokens);
}

/** The full name of a sequence stands in the default: it means the same one everywhere. */
function sequenceDefault(definition: Definition, name: readonly string[]): string {
  const { draft, roles } = definition;
  const sequence = definition.find('SEQUENCE', name);
  requirePrivilege(draft, roles, sequence, 'USAGE');
  const quoted = definition
    .path(name)
    .map((part) => (/^[A-Z_][A-Z0-9_$]*$/.test(part) ? part : `"${part.replaceAll('"', '""')}"`));
  return `${quoted.join('.')}.NEXTVAL`;
}

/** A column as the catalogue keeps it, with the type that its query gave it where none was declared. */
export function settleColumn(column: DeclaredColumn, inferred?: DataType): ColumnObject {
  const { isKey: _, type: declared, ...rest } = column;
  const type = declared ?? inferred;
  if (type === undefined)
    throw invalidStatement(`the column ${column.name} has no type`, column.name);
  return { ...rest, type: storedType(type) };
}

/** A bare NULL makes a VARCHAR column; the length of a literal is no limit. */
function storedType(type: DataType): DataType {
  return type.kind === 'NULL' ? { kind: 'VARCHAR' } : type;
}

/** A column that a query gave without a declaration. */
export function queriedColumn(id: number, name: string, type: DataType): ColumnObject {
  const stored = type.kind === 'VARCHAR' ? { kind: 'VARCHAR' as const } : storedType(type);
  return {
    id,
    name,
    type: stored.kind === 'NULL' ? simple('BOOLEAN') : stored,
    notNull: false,
    defaultText: undefined,
    comment: '',
    mask: undefined,
    tags: {},
  };
}
