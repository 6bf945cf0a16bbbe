import { parseStageReference, type StageReference } from '../../staging/stage-reference.js';
import { invalidStatement, unsupported } from '../../warehouse/errors.js';
import { withoutComments } from '../result/statement-type.js';

/** A `PUT` or `GET` as it was written. */
export interface TransferStatement {
  readonly command: 'PUT' | 'GET';
  /** The path on the driver's side, without `file://`. */
  readonly localPath: string;
  readonly stage: StageReference;
  readonly autoCompress: boolean;
  readonly sourceCompression: string;
  readonly overwrite: boolean;
  readonly parallel: number;
}

/**
 * Reads `PUT file://… @stage [options]` and `GET @stage file://… [options]`.
 *
 * It cannot go through the lexer of SQL: `//` begins a comment there.
 *
 * @throws WarehouseError `DAS_WAREHOUSE_INVALID_STATEMENT` or `DAS_WAREHOUSE_UNSUPPORTED`.
 */
export function readTransfer(text: string): TransferStatement {
  const words = splitWords(withoutComments(text).replace(/[\s;]+$/, ''));
  const command = words.shift()?.toUpperCase() === 'GET' ? 'GET' : 'PUT';
  const [first = '', second = ''] = words;
  const [file, stage] = command === 'PUT' ? [first, second] : [second, first];
  if (!/^file:\/\//i.test(file)) {
    throw invalidStatement(`${command} needs a path that starts with file://`, command);
  }
  if (!stage.startsWith('@')) throw invalidStatement(`${command} needs a stage`, command);
  const options = readOptions(words.slice(2).join(' '), command);
  return {
    command,
    localPath: file.slice('file://'.length),
    stage: parseStageReference(stage),
    autoCompress: isTrue(options.get('AUTO_COMPRESS') ?? 'TRUE'),
    sourceCompression: (options.get('SOURCE_COMPRESSION') ?? 'AUTO_DETECT').toLowerCase(),
    overwrite: isTrue(options.get('OVERWRITE') ?? 'FALSE'),
    parallel: Math.min(Math.max(Number(options.get('PARALLEL') ?? 4) || 4, 1), 99),
  };
}

const known = ['PARALLEL', 'AUTO_COMPRESS', 'SOURCE_COMPRESSION', 'OVERWRITE'];

function readOptions(text: string, command: string): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  const rest = text.replace(
    /([A-Za-z_]+)\s*=\s*('?)([A-Za-z0-9_]+)\2/g,
    (_, name, _quote, value) => {
      options.set(String(name).toUpperCase(), String(value));
      return '';
    },
  );
  if (rest.trim() !== '') throw invalidStatement(`an option of ${command} cannot be read`, command);
  for (const name of options.keys()) {
    if (!known.includes(name)) throw unsupported(`the option ${name} of ${command}`);
  }
  return options;
}

function isTrue(text: string): boolean {
  return text.toUpperCase() === 'TRUE';
}

/** Words between white space; one in single quotes may hold white space, and loses the quotes. */
function splitWords(text: string): string[] {
  const words: string[] = [];
  const white = /\s*/y;
  const quoted = /'((?:[^'\\]|\\[\s\S])*)'(?=\s|$)/y;
  const plain = /(?:"[^"]*"|[^\s"])+/y;
  for (let at = 0; at < text.length; ) {
    white.lastIndex = at;
    at += white.exec(text)?.[0].length ?? 0;
    quoted.lastIndex = at;
    plain.lastIndex = at;
    const inQuotes = quoted.exec(text);
    const found = inQuotes ?? plain.exec(text);
    if (found === null) {
      if (at < text.length) throw invalidStatement('a quote is not closed', `character ${at + 1}`);
      break;
    }
    words.push(inQuotes === null ? found[0] : (inQuotes[1] ?? '').replace(/\\([\s\S])/g, '$1'));
    at += found[0].length;
  }
  return words;
}
