import { expect, test } from 'vitest';
import { Arguments, type OptionValue } from '../program/arguments.js';
import { readFollowOptions, refuseFollowOptions } from './follow-options.js';

const given = (options: Readonly<Record<string, OptionValue>>) => new Arguments('/', [], options);

test('the defaults serve nothing and drain for half a minute', () => {
  expect(readFollowOptions(given({}))).toEqual({
    health: undefined,
    drain: '30s',
    stopOnFailure: false,
  });
});

test('the health is served on loopback unless an address is given', () => {
  expect(readFollowOptions(given({ healthPort: '8080' })).health).toEqual({
    port: 8080,
    host: '127.0.0.1',
  });
  const open = given({ healthPort: '0', healthHost: '0.0.0.0' });
  expect(readFollowOptions(open).health).toEqual({ port: 0, host: '0.0.0.0' });
});

test.each([
  [{ healthPort: '99999' }, 'the port is not a number from 0 to 65535'],
  [{ healthPort: 'http' }, 'the port is not a number from 0 to 65535'],
  [{ healthHost: '0.0.0.0' }, '--health-host has no effect without --health-port'],
  [{ drain: 'soon' }, 'this is not a duration'],
])('%j is refused', (options, why) => {
  expect(() => readFollowOptions(given(options))).toThrow(why);
});

test.each([
  [{ healthPort: '8080' }, '--health-port has no effect without --follow'],
  [{ healthHost: '0.0.0.0' }, '--health-host has no effect without --follow'],
  [{ drain: '10s' }, '--drain has no effect without --follow'],
  [{ stopOnFailure: true }, '--stop-on-failure has no effect without --follow'],
])('%j without --follow is refused, since it would do nothing', (options, why) => {
  expect(() => refuseFollowOptions(given(options))).toThrow(why);
});

test('nothing is refused where nothing was given', () => {
  expect(() => refuseFollowOptions(given({}))).not.toThrow();
});
