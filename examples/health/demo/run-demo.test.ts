import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordingTerminal } from '../../commerce/demonstration/terminal.js';
import { pseudonymKeyVariable } from '../collectors/pseudonym.js';
import { inputVariable } from '../collectors/synthea-collector.js';
import type { DemoReport } from './report.js';
import { runDemo } from './run-demo.js';

const synthea = fileURLToPath(new URL('../../../../shared/data/synthea', import.meta.url));

let baseDirectory: string;
beforeEach(async () => {
  baseDirectory = await mkdtemp(join(tmpdir(), 'das-health-'));
});
afterEach(async () => {
  delete process.env[pseudonymKeyVariable];
  delete process.env[inputVariable];
  await rm(baseDirectory, { recursive: true });
});

function expectAsPlanned(report: DemoReport): void {
  expect(report.comparisons.filter((each) => !each.isAsExpected)).toEqual([]);
  expect(report.asExpected).toBe(true);
}

describe('the health demo', () => {
  it('de-identifies an invented clinic, and stops what is wrong with its files', async () => {
    const terminal = recordingTerminal();
    const report = await runDemo({ baseDirectory, terminal, inMemory: true });
    expectAsPlanned(report);
    expect(report.quarantined).toEqual({
      CONTRACT_VIOLATION: 3,
      RULE_VIOLATION: 3,
      UNDECLARED_PII: 3,
      UNDECODABLE: 1,
    });
    expect(report.cohort.aged90).toBeGreaterThan(0);
    expect(report.cohort.zip000).toBeGreaterThan(0);
    expect(report.leaks.found).toEqual({ names: 0, places: 0, numbers: 0, dates: 0 });
    expect(report.leaks.cells).toBeGreaterThan(10_000);
    expect(report.cohortRoles.HEALTH_RESEARCHER?.columnsMasked).toEqual(['patient_key']);
    expect(report.cohortRoles.HEALTH_LINKAGE_RESEARCHER?.columnsMasked).toEqual([]);
    expect(terminal.lines.join('\n')).toContain('as HEALTH_RESEARCHER');
  }, 120_000);

  it('keeps the key of the pseudonyms in a file that its owner alone can read', async () => {
    await runDemo({ baseDirectory, terminal: recordingTerminal(), inMemory: true });
    const { mode } = await stat(join(baseDirectory, '.das', 'keys', 'pseudonym.key'));
    expect(mode & 0o777).toBe(0o600);
  }, 120_000);

  it('refuses a folder without the tables, with nothing landed', async () => {
    const input = join(baseDirectory, 'nowhere');
    const terminal = recordingTerminal();
    await expect(runDemo({ baseDirectory, input, terminal, inMemory: true })).rejects.toMatchObject(
      {
        code: 'DAS_SOURCE_NOT_FOUND',
      },
    );
  }, 120_000);
});

describe.skipIf(!existsSync(synthea))(
  'the health demo on Synthea (skipped where ../shared/data/synthea is not there)',
  () => {
    it('lands data that nobody here wrote but for addresses among the answers, and de-identifies it', async () => {
      const terminal = recordingTerminal();
      const report = await runDemo({ baseDirectory, input: synthea, terminal, inMemory: true });
      expectAsPlanned(report);
      expect(report.landed).toEqual({
        patients: 27,
        encounters: 604,
        conditions: 438,
        observations: 987,
        total: 2056,
      });
      // Answers of a questionnaire, declared as confidential text: three of them are street addresses.
      expect(report.quarantined).toEqual({ UNDECLARED_PII: 3 });
      expect(report.leaks.identifiers).toBeGreaterThan(1000);
      expect(Object.values(report.control.found).every((count) => count > 0)).toBe(true);
    }, 120_000);
  },
);
