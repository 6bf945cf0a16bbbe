import type { BinaryOperator, Expression } from '../query/expression.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';
import type { NodeReader } from './node-reader.js';
import { readCall, readWindow } from './read-call.js';
import type { SyntaxNode } from './syntax-node.js';

const binaries: Readonly<Record<string, BinaryOperator>> = {
  add: '+',
  sub: '-',
  mul: '*',
  div: '/',
  mod: '%',
  concat: '||',
  eq: '=',
  neq: '<>',
  lt: '<',
  lte: '<=',
  gt: '>',
  gte: '>=',
  and: 'AND',
  or: 'OR',
  null_safe_eq: 'IS NOT DISTINCT FROM',
  null_safe_neq: 'IS DISTINCT FROM',
};

const quantifiedOperators: Readonly<Record<string, BinaryOperator>> = {
  Eq: '=',
  Neq: '<>',
  Lt: '<',
  Lte: '<=',
  Gt: '>',
  Gte: '>=',
};

/** Functions that Snowflake also takes without parentheses. */
const bare = new Set([
  'CURRENT_DATE',
  'CURRENT_TIME',
  'CURRENT_TIMESTAMP',
  'CURRENT_USER',
  'LOCALTIME',
  'LOCALTIMESTAMP',
]);

/** Reads one expression node; a kind that is not listed is refused. */
export function readExpression(node: SyntaxNode, reader: NodeReader): Expression {
  const expression = read(node, reader);
  node.done();
  return expression;
}

function read(node: SyntaxNode, reader: NodeReader): Expression {
  const operator = binaries[node.kind];
  if (operator !== undefined) {
    return {
      kind: 'binary',
      operator,
      left: reader.expression(node.take('left')),
      right: reader.expression(node.take('right')),
    };
  }
  switch (node.kind) {
    case 'literal': {
      if (node.text('literal_type') !== 'number') throw unsupported('this kind of literal');
      return { kind: 'literal', literal: { type: 'number', value: node.text('value') } };
    }
    case 'boolean':
      return { kind: 'literal', literal: { type: 'boolean', value: node.take('value') === true } };
    case 'null':
      return { kind: 'literal', literal: { type: 'null' } };
    case 'parameter': {
      if (node.text('style') !== 'Colon') throw unsupported('this kind of parameter');
      return reader.slot(node.take('index'));
    }
    case 'column': {
      const name = reader.identifier(node.take('name'));
      const table = node.take('table');
      return {
        kind: 'column',
        path: table === undefined ? [name] : [reader.identifier(table), name],
      };
    }
    case 'dot': {
      const base = reader.expression(node.take('this'));
      if (base.kind !== 'column') throw unsupported('a dot after an expression');
      return { kind: 'column', path: [...base.path, reader.identifier(node.take('field'))] };
    }
    case 'star':
      return readStar(node, reader);
    case 'paren':
      return reader.expression(node.take('this'));
    case 'tuple':
      return { kind: 'tuple', items: reader.expressions(node.list('expressions')) };
    case 'neg':
      return { kind: 'unary', operator: '-', operand: reader.expression(node.take('this')) };
    case 'not': {
      const operand = reader.expression(node.take('this'));
      if (operand.kind === 'like' && operand.quantifier !== undefined) {
        throw unsupported(`NOT with LIKE ${operand.quantifier}`);
      }
      return { kind: 'unary', operator: 'NOT', operand };
    }
    case 'is_null':
    case 'is_true':
    case 'is_false': {
      const what = node.kind.slice(3).toUpperCase() as 'NULL' | 'TRUE' | 'FALSE';
      node.ignore('postfix_form');
      return {
        kind: 'is',
        what,
        not: node.flag('not'),
        operand: reader.expression(node.take('this')),
      };
    }
    case 'between':
      return {
        kind: 'between',
        operand: reader.expression(node.take('this')),
        low: reader.expression(node.take('low')),
        high: reader.expression(node.take('high')),
        not: node.flag('not'),
      };
    case 'in':
      return readIn(node, reader);
    case 'like':
    case 'i_like':
      return readLike(node, reader);
    case 'regexp_like':
      return {
        kind: 'like',
        operator: 'RLIKE',
        operand: reader.expression(node.take('this')),
        patterns: [reader.expression(node.take('pattern'))],
        quantifier: undefined,
        escape: undefined,
      };
    case 'case':
      return readCase(node, reader);
    case 'cast':
    case 'try_cast': {
      node.ignore('double_colon_syntax');
      return {
        kind: 'cast',
        operand: reader.expression(node.take('this')),
        type: reader.type(node.take('to')),
        isTry: node.kind === 'try_cast',
      };
    }
    case 'subscript':
      return {
        kind: 'element',
        base: reader.expression(node.take('this')),
        index: reader.expression(node.take('index')),
      };
    case 'array_func': {
      node.flag('bracket_notation');
      return call('ARRAY_CONSTRUCT', reader.expressions(node.list('expressions')));
    }
    case 'subquery':
      return { kind: 'subquery', query: reader.query({ subquery: rest(node) }) };
    case 'exists':
      return withNot(node.flag('not'), {
        kind: 'exists',
        query: reader.query(node.take('this')),
      });
    case 'any':
    case 'all': {
      const quantified = quantifiedOperators[node.text('op')];
      if (quantified === undefined) throw unsupported('this quantified comparison');
      return {
        kind: 'quantified',
        operator: quantified,
        quantifier: node.kind === 'any' ? 'ANY' : 'ALL',
        operand: reader.expression(node.take('this')),
        query: reader.query(node.take('subquery')),
      };
    }
    case 'function':
    case 'aggregate_function':
    case 'within_group': {
      if (node.kind === 'function' && node.flag('no_parens')) {
        const name = node.text('name').toUpperCase();
        if (!bare.has(name)) throw unsupported(`${name} without parentheses`);
        return call(name, []);
      }
      return readCall(node, reader);
    }
    case 'window_function':
      return readWindow(node, reader);
    default:
      throw unsupported(`the syntax ${node.kind.replaceAll('_', ' ')}`);
  }
}

function call(name: string, args: readonly Expression[]): Expression {
  return {
    kind: 'call',
    name,
    args,
    distinct: false,
    withinGroup: [],
    ignoreNulls: false,
    over: undefined,
  };
}

function withNot(not: boolean, operand: Expression): Expression {
  return not ? { kind: 'unary', operator: 'NOT', operand } : operand;
}

/** The fields of a sub-query node, handed on to the reader of queries. */
function rest(node: SyntaxNode): Record<string, unknown> {
  return { this: node.take('this') };
}

function readStar(node: SyntaxNode, reader: NodeReader): Expression {
  const table = node.take('table');
  const exclude = reader.identifiers(node.list('except'));
  const rename = new Map(
    node.list('rename').map((pair) => {
      if (!Array.isArray(pair)) throw unsupported('this RENAME');
      return [reader.identifier(pair[0]), reader.identifier(pair[1])] as const;
    }),
  );
  return {
    kind: 'star',
    table: table === undefined ? undefined : reader.identifier(table),
    exclude,
    rename,
  };
}

function readIn(node: SyntaxNode, reader: NodeReader): Expression {
  const operand = reader.expression(node.take('this'));
  const not = node.flag('not');
  const query = node.take('query');
  if (node.take('is_field') === true) throw invalidStatement('IN needs a list in parentheses');
  const expressions = node.list('expressions');
  if (query !== undefined) return { kind: 'in', operand, list: reader.query(query), not };
  return { kind: 'in', operand, list: reader.expressions(expressions), not };
}

function readLike(node: SyntaxNode, reader: NodeReader): Expression {
  const quantifier = node.take('quantifier');
  const operand = reader.expression(node.take('left'));
  const right = reader.expression(node.take('right'));
  if (quantifier !== undefined && quantifier !== 'ANY' && quantifier !== 'ALL') {
    throw unsupported('this form of LIKE');
  }
  return {
    kind: 'like',
    operator: node.kind === 'like' ? 'LIKE' : 'ILIKE',
    operand,
    patterns: right.kind === 'tuple' ? right.items : [right],
    quantifier,
    escape: reader.optional(node.take('escape')),
  };
}

function readCase(node: SyntaxNode, reader: NodeReader): Expression {
  return {
    kind: 'case',
    operand: reader.optional(node.take('operand')),
    whens: node.list('whens').map((pair) => {
      if (!Array.isArray(pair)) throw unsupported('this CASE');
      return { condition: reader.expression(pair[0]), result: reader.expression(pair[1]) };
    }),
    otherwise: reader.optional(node.take('else_')),
  };
}
