import type { BindValue } from '@das/core';
import type { Token } from '../lexing/token.js';
import { TokenReader } from '../lexing/token-reader.js';
import type { Engine } from './engine.js';
import type { SessionState } from './session-state.js';

/** One statement on its way: its text and tokens, its session, and its signal. */
export interface StatementContext {
  readonly engine: Engine;
  readonly state: SessionState;
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly reader: TokenReader;
  readonly binds: readonly BindValue[];
  readonly signal: AbortSignal | undefined;
}

/** The text between two tokens, as it was written: the body of a policy, the query of a view. */
export function sourceText(context: StatementContext, tokens: readonly Token[]): string {
  const [first] = tokens;
  const last = tokens.at(-1);
  if (first === undefined || last === undefined) return '';
  return context.text.slice(first.start, last.end);
}

export function newContext(
  base: Omit<StatementContext, 'reader'>,
  tokens: readonly Token[],
): StatementContext {
  return { ...base, tokens, reader: new TokenReader(tokens) };
}
