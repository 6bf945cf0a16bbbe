/** `CASE WHEN … THEN … ELSE … END`, its parts as they are written. */
export interface CaseExpression {
  readonly branches: readonly { readonly when: string; readonly gives: string }[];
  readonly otherwise: string;
}

const tokens =
  /'(?:[^'\\]|''|\\.)*'|\$\$.*?\$\$|"(?:[^"]|"")*"|\$[\p{L}\p{N}_]+|[()]|(?<!\.\s*)[\p{L}_][\p{L}\p{N}_$]*/gsu;

/** Takes an expression apart that is a `CASE` of conditions as a whole; `undefined` for any other one. */
export function caseExpression(expression: string): CaseExpression | undefined {
  const text = expression.trim();
  const parts: { readonly word: string; readonly from: number; to: number }[] = [];
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(tokens)) {
    const word = token.toUpperCase();
    if (word === ')' || word === 'END') depth -= 1;
    const isPart = depth === 1 && ['WHEN', 'THEN', 'ELSE'].includes(word);
    const isEnd = depth === 0 && word === 'END';
    if (isPart || isEnd) {
      const last = parts.at(-1);
      if (last !== undefined) last.to = index;
      parts.push({ word, from: index + token.length, to: text.length });
    }
    if (word === '(' || word === 'CASE') depth += 1;
  }
  if (depth !== 0 || !/^CASE\s+WHEN\b/i.test(text)) return undefined;
  const words = parts.map(({ word }) => word).join(' ');
  if (!/^(?:WHEN THEN )+(?:ELSE )?END$/.test(words)) return undefined;
  const pieces = parts.map(({ from, to }) => text.slice(from, to).trim());
  // Something after the end makes it a part of another expression.
  if (pieces.pop() !== '' || pieces.includes('')) return undefined;
  const hasElse = words.endsWith('ELSE END');
  const otherwise = hasElse ? (pieces.pop() ?? 'NULL') : 'NULL';
  const branches = pieces.flatMap((when, at) =>
    at % 2 === 0 ? [{ when, gives: pieces[at + 1] ?? 'NULL' }] : [],
  );
  return { branches, otherwise };
}
