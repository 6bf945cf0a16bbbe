import { normalType } from '../observe/normal-sql.js';
import { canonicalSql, signatureFact } from './statement-facts.js';
import type { StatementReader } from './statement-reader.js';
import type { StatementToken } from './statement-tokens.js';

/** Reads what follows the name of a policy that is made: all that it is. */
export function readPolicyDefinition(
  reader: StatementReader,
): readonly (readonly [string, string])[] {
  reader.expects('AS');
  const args = reader.bracketed(() => ({ name: reader.identifier(), type: reader.type() }));
  reader.expects('RETURNS');
  const returns = normalType(reader.type());
  reader.expects('-');
  reader.expects('>');
  const [body, isExempt] = bodyOf(reader.rest());
  return [
    ['signature', signatureFact(args)],
    ['returns', returns],
    ['body', canonicalSql(body)],
    ['exempt', String(isExempt)],
  ];
}

/** The body of a policy, without what may follow it: its comment, and whether others read through it. */
function bodyOf(
  tokens: readonly StatementToken[],
): readonly [body: readonly StatementToken[], isExempt: boolean] {
  let end = tokens.length;
  let isExempt = false;
  for (;;) {
    const [name, is, value] = tokens.slice(end - 3, end);
    if (is?.text !== '=' || is.kind !== 'symbol') break;
    if (name?.isWord('COMMENT') === true && value?.kind === 'literal') end -= 3;
    else if (name?.isWord('EXEMPT_OTHER_POLICIES') === true && value?.kind === 'word') {
      isExempt = value.isWord('TRUE');
      end -= 3;
    } else break;
  }
  return [tokens.slice(0, end), isExempt];
}
