import { classifications, isProtected } from '@das/contracts';
import { domainNames, type Resource } from '@das/core';
import type { ReadStatement, TextReport } from './check-statement-order.js';
import { indexOfWords, type StatementToken, startsWithWords } from './statement-tokens.js';

/**
 * Reads the column definitions of CREATE TABLE and ADD COLUMN: what is classified there is masked
 * there.
 */
export function checkDefinitions(
  startsWith: readonly Resource[],
  statements: readonly ReadStatement[],
  report: TextReport,
): void {
  // A tag that carries policies masks by itself what it is put on.
  let masksByTag = startsWith.some(
    (each) => each.kind === 'tag' && (each.maskingPolicies ?? []).length > 0,
  );
  for (const statement of statements) {
    const { tokens } = statement;
    if (startsWithWords(tokens, 'ALTER TAG') && indexOfWords(tokens, 'SET MASKING POLICY') > 0) {
      masksByTag = true;
    }
    const definitions = definitionsIn(tokens);
    if (definitions === undefined) continue;
    for (const [column, parts] of definitions) {
      const isMasked = indexOfWords(parts, 'MASKING POLICY') >= 0;
      if (!isMasked && !masksByTag && classifies(parts)) {
        report('createdBare', statement, 'classifies the column and does not mask it', column);
      }
    }
  }
}

const classificationTag = domainNames('').classificationTag[2];

/** Whether a definition puts a classification on the column that must be masked. */
function classifies(parts: readonly StatementToken[]): boolean {
  const at = parts.findIndex(
    (token, index) =>
      token.text.toUpperCase() === classificationTag && parts[index + 1]?.text === '=',
  );
  const value = parts[at + 2]?.text.slice(1, -1);
  if (at < 0 || value === undefined) return false;
  const known = classifications.find((each) => each === value);
  return known === undefined || isProtected(known);
}

/** The columns that a statement defines, with their definitions. */
function definitionsIn(
  tokens: readonly StatementToken[],
): ReadonlyMap<string, readonly StatementToken[]> | undefined {
  const head = tokens.slice(0, 8);
  const isCreate = tokens[0]?.isWord('CREATE') && head.some((token) => token.isWord('TABLE'));
  if (isCreate) {
    const open = tokens.findIndex((token) => token.kind === 'symbol' && token.text === '(');
    return open < 0 ? undefined : splitDefinitions(tokens.slice(open + 1));
  }
  const add = startsWithWords(tokens, 'ALTER TABLE') ? indexOfWords(tokens, 'ADD COLUMN') : -1;
  if (add < 0) return undefined;
  const from = tokens[add + 2]?.isWord('IF') ? add + 5 : add + 2;
  return splitDefinitions(tokens.slice(from));
}

function splitDefinitions(
  tokens: readonly StatementToken[],
): ReadonlyMap<string, readonly StatementToken[]> {
  const definitions = new Map<string, readonly StatementToken[]>();
  let depth = 0;
  let current: StatementToken[] = [];
  const close = () => {
    const [name] = current;
    if (name !== undefined) {
      definitions.set(name.kind === 'word' ? name.text.toUpperCase() : name.text, current);
    }
    current = [];
  };
  for (const token of tokens) {
    const symbol = token.kind === 'symbol' ? token.text : '';
    if (symbol === '(') depth += 1;
    if (symbol === ')') depth -= 1;
    if (depth < 0) break;
    if (symbol === ',' && depth === 0) close();
    else current.push(token);
  }
  close();
  return definitions;
}
