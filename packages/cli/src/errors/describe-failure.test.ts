import { DasError } from '@das/contracts';
import { expect, test } from 'vitest';
import { CliError } from './cli-error.js';
import { describeFailure, stackOf } from './describe-failure.js';

test('a DAS error keeps its words, and stays one line', () => {
  const error = new DasError('DAS_X', 'it failed', { place: 'a\nb', next: 'mend it' });
  expect(describeFailure(error)).toEqual({
    exitCode: 1,
    line: 'das: DAS_X: it failed (at a\\nb). Next: mend it.',
    error: { code: 'DAS_X', message: 'it failed', place: 'a\nb', next: 'mend it' },
  });
});

test('a foreign error gives its name and never its message, which may quote data', () => {
  const { line, error } = describeFailure(new TypeError('person@example.com'));
  expect(line).toContain('das: DAS_INTERNAL: unexpected error TypeError');
  expect(JSON.stringify({ line, error })).not.toContain('person@example.com');
});

test('what is thrown and is no error is described too', () => {
  expect(describeFailure('text').error.code).toBe('DAS_INTERNAL');
  expect(describeFailure(undefined).error.code).toBe('DAS_INTERNAL');
});

test('errors of the command line choose the exit code', () => {
  expect(describeFailure(new CliError('DAS_USAGE', 'm')).exitCode).toBe(2);
  expect(describeFailure(new CliError('DAS_EVIDENCE_NOT_VERIFIED', 'm')).exitCode).toBe(3);
  expect(describeFailure(new CliError('DAS_INTERRUPTED', 'm')).exitCode).toBe(130);
  expect(describeFailure(new CliError('DAS_CONFIG_INVALID', 'm')).exitCode).toBe(1);
});

test('the stacks for debugging follow the causes', () => {
  const cause = new RangeError('inner');
  expect(stackOf(new CliError('DAS_INTERNAL', 'outer', { cause }))).toMatch(
    /outer[\s\S]*caused by RangeError: inner/,
  );
});
