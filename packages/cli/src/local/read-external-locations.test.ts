import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readExternalLocations } from './read-external-locations.js';

test('a folder that stands for a location is relative to the working directory', () => {
  expect(readExternalLocations(['s3://b/x/=lake', 'gcs://c/=/data=1'], '/work')).toEqual({
    's3://b/x/': resolve('/work/lake'),
    'gcs://c/': resolve('/data=1'),
  });
});

test.each([['lake'], ['s3://b/'], ['=lake'], ['s3://b/='], ['s3://b/=a', 's3://b/=b']])(
  '%s is refused',
  (...texts) => {
    expect(() => readExternalLocations(texts, '/')).toThrow(/external location/);
  },
);
