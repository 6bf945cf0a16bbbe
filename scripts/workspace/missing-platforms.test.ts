import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { missingPlatforms } from './missing-platforms.mjs';
import { repositoryRoot } from './workspace-packages.mjs';

describe('missingPlatforms', () => {
  test('finds nothing missing in package-lock.json', () => {
    const { packages } = JSON.parse(readFileSync(`${repositoryRoot}/package-lock.json`, 'utf8'));
    // What is missing is added by: node scripts/complete-lockfile.mjs
    expect(missingPlatforms(packages)).toEqual({});
  });

  test('names the platform of a package that the lockfile lacks', () => {
    const packages = {
      'node_modules/native': {
        dev: true,
        optionalDependencies: {
          'native-darwin-arm64': '1.2.3',
          '@native/linux-x64-musl': '1.2.3',
          'native-win32-x64-msvc': '1.2.3',
        },
      },
      'node_modules/native-win32-x64-msvc': { version: '1.2.3' },
    };
    expect(missingPlatforms(packages)).toEqual({
      'node_modules/native-darwin-arm64': {
        version: '1.2.3',
        dev: true,
        optional: true,
        os: ['darwin'],
        cpu: ['arm64'],
      },
      'node_modules/@native/linux-x64-musl': {
        version: '1.2.3',
        dev: true,
        optional: true,
        os: ['linux'],
        cpu: ['x64'],
        libc: ['musl'],
      },
    });
  });

  test('refuses to guess a version out of a range', () => {
    const packages = {
      'node_modules/native': { optionalDependencies: { 'native-x64': '^1.0.0' } },
    };
    expect(() => missingPlatforms(packages)).toThrow('native-x64');
  });
});
