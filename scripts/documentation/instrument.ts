import ts from 'typescript';

/** One `console.log(…)` of a block, with the lines that it says it prints. */
export interface LoggedLines {
  /** The line of the call in the block, counted from 1. */
  readonly line: number;
  /** The texts of the `// =>` comments after the call; none when it makes no promise. */
  readonly expected: readonly string[];
}

/** A block whose every `console.log` says which one it is when it prints. */
export interface InstrumentedBlock {
  readonly code: string;
  readonly logs: readonly LoggedLines[];
  /** The lines of `// =>` comments that belong to no `console.log`, counted from 1. */
  readonly stray: readonly number[];
}

interface Call {
  readonly start: number;
  readonly calleeEnd: number;
  readonly end: number;
}

const promise = /^\s*\/\/ =>(?: (.*))?$/;
const promiseOnTheLine = /^[\s;,)\]}]*\/\/ =>(?: (.*))?$/;
const onlyClosers = /^[\s;,)\]}]+$/;

/**
 * Replaces each `console.log` of a block by `dasBlockLog(n)`, n counting from 0, without moving a
 * line, and reads what the `// =>` comments after each promise.
 */
export function instrument(code: string): InstrumentedBlock {
  const calls = logCalls(code);
  const lines = code.split('\n');
  const claimed = new Set<number>();
  // A comment belongs to the last call before it, so the last call chooses first.
  const logs = calls
    .toReversed()
    .map((call) => readPromise(code, lines, call, claimed))
    .toReversed();
  const stray = lines.flatMap((line, index) =>
    line.includes('// =>') && !claimed.has(index) ? [index + 1] : [],
  );
  return { code: replaceCallees(code, calls), logs, stray };
}

function logCalls(code: string): Call[] {
  const source = ts.createSourceFile('block.mts', code, ts.ScriptTarget.ES2022, true);
  const calls: Call[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === 'console.log') {
      const start = node.getStart();
      calls.push({ start, calleeEnd: node.expression.getEnd(), end: node.getEnd() });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return calls.sort((left, right) => left.start - right.start);
}

function readPromise(
  code: string,
  lines: readonly string[],
  call: Call,
  claimed: Set<number>,
): LoggedLines {
  const line = lineAt(code, call.start);
  const lastLine = lineAt(code, call.end);
  const restOfLine = code.slice(call.end).split('\n', 1)[0] ?? '';
  const expected: string[] = [];
  const claim = (index: number, match: RegExpExecArray): void => {
    claimed.add(index);
    expected.push(match[1] ?? '');
  };
  const beside = promiseOnTheLine.exec(restOfLine);
  if (beside !== null && !claimed.has(lastLine)) claim(lastLine, beside);
  let next = lastLine + 1;
  while (expected.length === 0 && onlyClosers.test(lines[next] ?? '')) next += 1;
  for (; !claimed.has(next); next += 1) {
    const below = promise.exec(lines[next] ?? '');
    if (below === null) break;
    claim(next, below);
  }
  return { line: line + 1, expected };
}

function lineAt(code: string, position: number): number {
  return code.slice(0, position).split('\n').length - 1;
}

function replaceCallees(code: string, calls: readonly Call[]): string {
  let replaced = '';
  let position = 0;
  for (const [index, call] of calls.entries()) {
    replaced += `${code.slice(position, call.start)}dasBlockLog(${index})`;
    position = call.calleeEnd;
  }
  return replaced + code.slice(position);
}
