import {
  type CaseBranch,
  type Expression,
  equality,
  nullExpression,
  textExpression,
} from './expression.js';
import type { BodyParser } from './parse-body.js';
import type { TokenCursor } from './token-cursor.js';

/** Words that are no names. */
const reserved: ReadonlySet<string> = new Set(
  `ALL AND ANY AS BETWEEN BY CASE DISTINCT ELSE END EXCEPT FROM GROUP HAVING ILIKE IN INTERSECT INTO IS
  JOIN LIKE MINUS NOT ON OR ORDER OVER QUALIFY REGEXP RLIKE SELECT SOME THEN UNION USING VALUES WHEN
  WHERE WITH`.split(/\s+/),
);

/** Types that stand before a literal: `DATE '2026-01-01'`. */
const literalTypes: ReadonlySet<string> = new Set('DATE TIME TIMESTAMP INTERVAL'.split(' '));

/** Reads a name, with the call that it may begin; the name itself has been taken. */
export function parseCall(parser: BodyParser, start: number): Expression | undefined {
  const { cursor } = parser;
  const first = cursor.tokens[start];
  if (first === undefined) return undefined;
  const isPlain = first.kind === 'word';
  const word = isPlain ? first.text.toUpperCase() : first.text;
  if (isPlain && reserved.has(word)) return undefined;
  if (isPlain && (word === 'TRUE' || word === 'FALSE' || word === 'NULL')) {
    return { is: 'constant', value: word, key: JSON.stringify([word]) };
  }
  if (isPlain && literalTypes.has(word) && isText(cursor)) {
    const text = cursor.take()?.text ?? '';
    return textExpression(text, cursor.keyFrom(start));
  }
  const path = [word];
  while (cursor.takeSymbol('.')) {
    const part = cursor.take();
    if (part?.kind !== 'word' && part?.kind !== 'quoted') return undefined;
    path.push(part.kind === 'word' ? part.text.toUpperCase() : part.text);
  }
  const name = path.join('.');
  if (!cursor.isSymbol('(')) {
    const [column, ...fields] = path;
    const named = [parser.nameOf(column ?? ''), ...fields].join('.');
    return { is: 'name', name: named, key: cursor.keyFrom(start) };
  }
  if (path.length > 1 || !isPlain) {
    const args = readArguments(parser);
    return args && { is: 'call', name, args, key: cursor.keyFrom(start) };
  }
  if (word === 'EXISTS') return parser.query('exists');
  if (word === 'CAST' || word === 'TRY_CAST') return parseCast(parser, word, start);
  const args = word === 'EXTRACT' ? extractArguments(parser) : readArguments(parser);
  return args && callOf(word === 'EXTRACT' ? 'DATE_PART' : word, args, cursor.keyFrom(start));
}

function isText(cursor: TokenCursor): boolean {
  const next = cursor.peek();
  return next?.kind === 'literal' && next.text.startsWith("'");
}

function parseCast(parser: BodyParser, word: string, start: number): Expression | undefined {
  const { cursor } = parser;
  cursor.take();
  const of = parser.expression();
  const to = of !== undefined && cursor.takeWord('AS') ? parser.typeName() : undefined;
  if (of === undefined || to === undefined || !cursor.takeSymbol(')')) return undefined;
  return { is: 'cast', of, to, isTrying: word === 'TRY_CAST', key: cursor.keyFrom(start) };
}

/** `EXTRACT(YEAR FROM VAL)`: the part of the date, and the date. */
function extractArguments(parser: BodyParser): readonly Expression[] | undefined {
  const { cursor } = parser;
  cursor.take();
  const part = parser.sum();
  const of = part !== undefined && cursor.takeWord('FROM') ? parser.expression() : undefined;
  return part && of && cursor.takeSymbol(')') ? [part, of] : undefined;
}

function readArguments(parser: BodyParser): readonly Expression[] | undefined {
  const { cursor } = parser;
  cursor.take();
  const args: Expression[] = [];
  if (cursor.takeSymbol(')')) return args;
  do {
    const start = cursor.position;
    const name = cursor.peek();
    const isNamed = name?.kind === 'word' && cursor.isSymbol('=>', 1);
    if (isNamed) cursor.position += 3;
    const of = parser.expression();
    if (of === undefined) return undefined;
    args.push(
      isNamed ? { is: 'named', name: name.text.toUpperCase(), of, key: cursor.keyFrom(start) } : of,
    );
  } while (cursor.takeSymbol(','));
  return cursor.takeSymbol(')') ? args : undefined;
}

/** A call, or the construct of which it is another spelling. */
function callOf(name: string, args: readonly Expression[], key: string): Expression | undefined {
  const [first, second, third] = args;
  const isOf = (count: number) => args.length === count;
  if (name === 'IFF') {
    if (first === undefined || second === undefined || third === undefined || !isOf(3)) {
      return undefined;
    }
    return { is: 'case', branches: [{ when: first, gives: second }], otherwise: third, key };
  }
  if (name === 'NVL2') {
    if (first === undefined || second === undefined || third === undefined || !isOf(3)) {
      return undefined;
    }
    const when: Expression = { is: 'isNull', of: first, key: `NULL? ${first.key}` };
    return { is: 'case', branches: [{ when, gives: third }], otherwise: second, key };
  }
  if (name === 'NULLIF' || name === 'EQUAL_NULL') {
    if (first === undefined || second === undefined || !isOf(2)) return undefined;
    if (name === 'EQUAL_NULL') return { ...equality('same', first, second), key };
    const when = equality('=', first, second);
    return { is: 'case', branches: [{ when, gives: nullExpression }], otherwise: first, key };
  }
  if (name === 'DECODE') return decodeOf(args, key);
  const operators = ['REGEXP_LIKE', 'RLIKE', 'CONTAINS', 'STARTSWITH', 'ENDSWITH', 'ILIKE', 'LIKE'];
  if (operators.includes(name)) {
    if (first === undefined || second === undefined) return undefined;
    return { is: 'pattern', operator: name, of: first, patterns: [second], key };
  }
  return { is: 'call', name, args, key };
}

function decodeOf([subject, ...rest]: readonly Expression[], key: string): Expression | undefined {
  const branches: CaseBranch[] = [];
  while (rest.length > 1) {
    const [value, gives] = rest.splice(0, 2);
    if (subject === undefined || value === undefined || gives === undefined) return undefined;
    branches.push({ when: equality('same', subject, value), gives });
  }
  const [otherwise = nullExpression] = rest;
  return branches.length === 0 ? undefined : { is: 'case', branches, otherwise, key };
}
