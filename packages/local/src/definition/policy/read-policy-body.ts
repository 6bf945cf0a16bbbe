import { sourceText } from '../../engine/statement-context.js';
import { isWord, type Token } from '../../lexing/token.js';
import { invalidStatement } from '../../warehouse/errors.js';
import type { Definition } from '../definition.js';

/** Reads `-> body`, up to the first of the clauses that may follow it. */
export function readPolicyBody(
  { reader, context }: Definition,
  ...clauses: readonly string[]
): { readonly body: string; readonly tokens: readonly Token[] } {
  reader.expectOperator('->');
  const tokens = reader.until((token) => isWord(token, ...clauses));
  if (tokens.length === 0) throw invalidStatement('the policy has no body');
  return { body: sourceText(context, tokens), tokens };
}
