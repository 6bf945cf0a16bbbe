import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { writtenError } from '../oracle/written-error.js';
import { Canaries } from './canaries.js';

describe('canaries', () => {
  const canaries = new Canaries(1);
  const text = canaries.text();
  const number = canaries.number();
  const date = canaries.date();
  const binary = canaries.binary();

  it.each([
    ['a text', text],
    ['a part of it', `…${text.slice(3, 11)}…`],
    ['in capitals', text.toUpperCase()],
    ['backwards', [...text].reverse().join('')],
    ['hexadecimal', Buffer.from(text).toString('hex')],
    ['in Base64', Buffer.from(text).toString('base64')],
    ['its MD5', createHash('md5').update(text).digest('hex')],
    ['its SHA-256', createHash('sha256').update(text).digest('hex').toUpperCase()],
    ['a number', `{"n":${number}00}`],
    ['a number without its fraction', number.split('.')[0] ?? ''],
    ['a number in hexadecimal', BigInt(number.split('.')[0] ?? '').toString(16)],
    ['a date', `"${date}T00:00:00.000Z"`],
    ['a date in seconds', String(Date.parse(date) / 1000)],
    ['a binary', `0x${binary.toLowerCase()}`],
  ])('are found as %s', (_, shown) => {
    expect(canaries.seenIn(`before ${shown} after`)).not.toEqual([]);
  });

  it('are found in the cause of the cause of an error', () => {
    const error = new Error('failed', { cause: new Error('inner', { cause: { value: 1 } }) });
    expect(canaries.seenIn(writtenError(error))).toEqual([]);
    const cause = Object.assign(new Error('inner'), { value: text });
    expect(canaries.seenIn(writtenError(new Error('failed', { cause })))).not.toEqual([]);
  });

  it('are not found where the question held them', () => {
    expect(canaries.seenIn(text, `SELECT '${text}'`)).toEqual([]);
    expect(canaries.seenIn(text, "SELECT 'another'")).not.toEqual([]);
  });

  it('are not found in ordinary text', () => {
    expect(canaries.seenIn('*** 1900-01-01 12345678 example.com 00FF')).toEqual([]);
  });
});
