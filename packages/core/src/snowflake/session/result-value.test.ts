import { describe, expect, test } from 'vitest';
import { resultColumns, resultValue } from './result-value.js';

const column = (type: string, scale = 0) => ({ name: 'X', type, precision: 38, scale });

describe('a value of the driver', () => {
  test.each([
    ['fixed', { toString: () => '42' }, 42],
    ['fixed', { toString: () => '-9007199254740993' }, -9007199254740993n],
    ['real', 0.5, 0.5],
    ['boolean', false, false],
    ['text', '', ''],
    ['time', '10:11:12', '10:11:12'],
    ['variant', '{"a":[1,null]}', { a: [1, null] }],
    ['variant', '"text"', 'text'],
    ['variant', 'undefined', null],
    ['array', '[]', []],
    ['timestamp_tz', new Date(5), new Date(5)],
    ['binary', Buffer.from([1, 2]), new Uint8Array([1, 2])],
    ['geography', null, null],
  ])('of %s is given as the port promises', (type, value, expected) => {
    expect(resultValue(value, column(type))).toStrictEqual(expected);
  });

  test.each([
    ['fixed', 2 ** 60],
    ['fixed', 'x'],
    ['real', 'x'],
    ['boolean', 'TRUE'],
    ['text', 5],
    ['time', '10:11:12.000'],
    ['date', '2024-01-01'],
    ['binary', 'ff'],
    ['variant', '{a: (() => process.exit(1))()}'],
    ['geography', 'POINT(1 2)'],
  ])('of %s that cannot be read exactly is refused without being shown', (type, value) => {
    const read = () => resultValue(value, column(type));
    expect(read).toThrow(expect.objectContaining({ code: 'DAS_SNOWFLAKE_RESULT_UNREADABLE' }));
    expect(read).not.toThrow(String(value));
  });

  test('is plain: a date of the driver loses what the driver added', () => {
    const date = Object.assign(new Date(5), { getTimezone: () => 'secret' });
    expect(Object.keys(resultValue(date, column('date')) as object)).toEqual([]);
  });
});

test('a column that no row could hold is refused', () => {
  expect(() => resultColumns([{ ...column('text'), name: '__proto__' }])).toThrow(
    'no row can hold',
  );
});
