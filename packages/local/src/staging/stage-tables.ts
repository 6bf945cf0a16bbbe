import type { FormatOptions } from '../catalogue/file-format-object.js';
import { isOperator, isWord, type Token } from '../lexing/token.js';
import { TokenReader } from '../lexing/token-reader.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';
import { parseStageReference, type StageReference } from './stage-reference.js';

/** A stage in FROM of a query: `@s/path (FILE_FORMAT => 'f', PATTERN => '…')`. */
export interface StageTable {
  /** The name that stands for it in the tokens. */
  readonly placeholder: string;
  readonly reference: StageReference;
  readonly fileFormat: FormatOptions | undefined;
  readonly pattern: string | undefined;
}

export interface StageTables {
  readonly tokens: readonly Token[];
  readonly stages: readonly StageTable[];
  /** The highest `$n` of the query. */
  readonly width: number;
}

/** Takes the stages out of the tokens of a query and puts names into their places. */
export function takeStages(
  tokens: readonly Token[],
  newName: (index: number) => string,
): StageTables {
  const kept: Token[] = [];
  const stages: StageTable[] = [];
  let width = 0;
  let at = 0;
  while (at < tokens.length) {
    const token = tokens[at];
    if (token === undefined) break;
    at += 1;
    const position = /^\$(\d{1,5})$/.exec(token.value)?.[1];
    if (token.kind === 'word' && position !== undefined) width = Math.max(width, Number(position));
    const previous = kept.at(-1);
    const isTable =
      token.kind === 'stage' &&
      previous !== undefined &&
      (isWord(previous, 'FROM', 'JOIN', 'USING') || isOperator(previous, ','));
    if (!isTable) {
      kept.push(token);
      continue;
    }
    const placeholder = newName(stages.length);
    kept.push({ kind: 'quoted', value: placeholder, start: token.start, end: token.end });
    const reader = new TokenReader(tokens.slice(at));
    const options = readOptions(reader);
    at += reader.position;
    stages.push({ placeholder, reference: parseStageReference(token.value), ...options });
  }
  return { tokens: kept, stages, width };
}

function readOptions(reader: TokenReader): Pick<StageTable, 'fileFormat' | 'pattern'> {
  let fileFormat: FormatOptions | undefined;
  let pattern: string | undefined;
  if (!reader.acceptOperator('(')) return { fileFormat, pattern };
  do {
    const name = reader.identifier();
    reader.expectOperator('=>');
    if (name === 'PATTERN') pattern = reader.string();
    else if (name === 'FILE_FORMAT') {
      const token = reader.peek();
      if (token.kind === 'string') fileFormat = { FORMAT_NAME: reader.string() };
      else {
        const parts = reader.name().map((part) => `"${part.replaceAll('"', '""')}"`);
        fileFormat = { FORMAT_NAME: parts.join('.') };
      }
    } else {
      throw unsupported(`the option ${name} of a stage in FROM`, name);
    }
  } while (reader.acceptOperator(','));
  if (!reader.acceptOperator(')')) throw invalidStatement('syntax error after a stage in FROM');
  return { fileFormat, pattern };
}
