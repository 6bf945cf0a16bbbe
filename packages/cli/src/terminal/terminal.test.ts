import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import type { Io } from './io.js';
import { Terminal } from './terminal.js';

interface Surroundings extends Io {
  readonly written: { stdout: string; stderr: string };
}

function surroundings(isTerminal: boolean, more: Partial<Io> = {}): Surroundings {
  const written = { stdout: '', stderr: '' };
  return {
    written,
    stdout: { write: (text) => (written.stdout += text) },
    stderr: { write: (text) => (written.stderr += text) },
    env: {},
    cwd: '/',
    isTerminal: { stdin: isTerminal, stdout: isTerminal, stderr: isTerminal },
    ...more,
  };
}

const plain = { json: false, color: true };

test('colours are for terminals alone, and NO_COLOR, --no-color and a dumb terminal switch them off', () => {
  const paint = (io: Io, color = true): string =>
    new Terminal(io, { json: false, color }).paint('red', 'x');
  expect(paint(surroundings(true))).toBe('\u001b[31mx\u001b[39m');
  expect(paint(surroundings(false))).toBe('x');
  expect(paint(surroundings(true, { env: { NO_COLOR: '1' } }))).toBe('x');
  expect(paint(surroundings(true, { env: { NO_COLOR: '' } }))).not.toBe('x');
  expect(paint(surroundings(true, { env: { TERM: 'dumb' } }))).toBe('x');
  expect(paint(surroundings(true), false)).toBe('x');
});

test('progress is shown in place on a terminal, cleared before output, and nowhere else', () => {
  const io = surroundings(true);
  const terminal = new Terminal(io, plain);
  terminal.progress('half');
  terminal.print('done');
  expect(io.written).toEqual({ stdout: 'done\n', stderr: '\r\u001b[2Khalf\r\u001b[2K' });

  const piped = surroundings(false);
  new Terminal(piped, plain).progress('half');
  expect(piped.written.stderr).toBe('');
});

test('progress never wraps, whatever it says', () => {
  const io = surroundings(true);
  new Terminal(io, plain).progress(`a\n${'x'.repeat(200)}`);
  expect(io.written.stderr).toBe(`\r\u001b[2Ka\\n${'x'.repeat(75)}…`);
});

test('with --json nothing for people reaches stdout', () => {
  const io = surroundings(true);
  new Terminal(io, { json: true, color: true }).print('text');
  expect(io.written.stdout).toBe('');
});

test.each([
  ['y\n', true],
  ['YES\n', true],
  ['n\n', false],
  ['\n', false],
  ['yeah\n', false],
  ['', false],
])('the answer %j agrees: %s', async (answer, agrees) => {
  const terminal = new Terminal(surroundings(true, { stdin: Readable.from([answer]) }), plain);
  expect(await terminal.confirm('Apply?')).toBe(agrees);
});

test('nobody is asked without a terminal, or with --json', async () => {
  const stdin = Readable.from(['y\n']);
  expect(await new Terminal(surroundings(false, { stdin }), plain).confirm('Apply?')).toBe(false);
  const json = new Terminal(surroundings(true, { stdin }), { json: true, color: true });
  expect(json.canAsk).toBe(false);
  expect(await json.confirm('Apply?')).toBe(false);
});
