import { parseType } from '../datatype/parse-type.js';
import type { TokenReader } from '../lexing/token-reader.js';
import { unsupported } from '../warehouse/errors.js';
import type { ObjectKind } from './catalogue-object.js';
import { metricSignature } from './data-metric-function-object.js';

/** The name of an object of a kind, that of a function with the types that it takes. */
export function readObjectName(
  reader: TokenReader,
  kind: ObjectKind | undefined,
): readonly string[] {
  const name = reader.name();
  if (kind !== 'FUNCTION') return name;
  return [...name.slice(0, -1), `${name.at(-1) ?? ''}${readSignature(reader)}`];
}

/** `(TABLE(NUMBER, VARCHAR) [, TABLE(…)])`. */
function readSignature(reader: TokenReader): string {
  if (!reader.seesOperator('(')) throw reader.unexpected('the types of the arguments');
  return metricSignature(
    reader.list(() => {
      if (!reader.accept('TABLE')) throw unsupported('functions other than data metric functions');
      return reader.list(() => parseType(reader));
    }),
  );
}
