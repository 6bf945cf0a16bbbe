import { isOperator, isWord, type Token } from '../lexing/token.js';

/** What the query history keeps of a statement that does not parse. */
export const redacted = '<redacted>';

/** What stands in the query history where a secret stood. */
const hidden = "'☺☺☺☺☺'";

/** The characters of a statement that the query history keeps. */
const longest = 100_000;

const secretWords: readonly string[] = [
  'PASSWORD',
  'ADMIN_PASSWORD',
  'SECRET_STRING',
  'AWS_KEY_ID',
  'AWS_SECRET_KEY',
  'AWS_TOKEN',
  'AZURE_SAS_TOKEN',
  'MASTER_KEY',
  'KMS_KEY_ID',
  'OAUTH_CLIENT_SECRET',
  'OAUTH_REFRESH_TOKEN',
  'API_KEY',
  'TOKEN',
];

/**
 * The text of a statement as the query history keeps it: passwords, keys and tokens are replaced, and
 * nothing is kept behind the first 100,000 characters.
 *
 * @see https://docs.snowflake.com/en/release-notes/bcr-bundles/2023_01/bcr-936
 */
export function redactText(text: string, tokens: readonly Token[]): string {
  const [first] = tokens;
  if (first === undefined || !isWord(first, 'CREATE', 'ALTER', 'COPY')) {
    return text.slice(0, longest);
  }
  let result = '';
  let from = 0;
  for (const [at, token] of tokens.entries()) {
    const value = tokens[at + 2];
    const isSecret =
      isWord(token, ...secretWords) &&
      tokens[at + 1] !== undefined &&
      isOperator(tokens[at + 1] ?? token, '=') &&
      value?.kind === 'string';
    if (!isSecret || value === undefined) continue;
    result += text.slice(from, value.start) + hidden;
    from = value.end;
  }
  return (result + text.slice(from)).slice(0, longest);
}
