import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordingTerminal } from '../demonstration/terminal.js';
import type { DemoReport } from './report.js';
import { runDemo } from './run-demo.js';

const terminal = recordingTerminal();
let baseDirectory: string;
let report: DemoReport;

beforeAll(async () => {
  baseDirectory = await mkdtemp(join(tmpdir(), 'das-commerce-'));
  report = await runDemo({
    baseDirectory,
    seed: 7,
    now: new Date(),
    volume: { orders: 1500, sessions: 600, customers: 200 },
    inMemory: true,
    terminal,
  });
}, 120_000);
afterAll(async () => {
  await rm(baseDirectory, { recursive: true });
});

describe('the commerce demo on a small volume', () => {
  it('measures what was planned, in every comparison', () => {
    const different = report.comparisons.filter((each) => !each.isAsExpected);
    expect(different).toEqual([]);
    expect(report.asExpected).toBe(true);
    expect(report.comparisons.length).toBeGreaterThan(30);
  });

  it('meets every kind of bad record', () => {
    expect(Object.keys(report.quarantined).sort()).toEqual([
      'CONTRACT_VIOLATION',
      'RULE_VIOLATION',
      'TRANSFORM_FAILED',
      'UNDECLARED_PII',
      'UNDECODABLE',
    ]);
    expect(report.duplicates.total).toBeGreaterThan(0);
  });

  it('lands nothing the second time', () => {
    expect(report.relanded).toBe(0);
  });

  it('shows three roles three views', () => {
    const views = Object.values(report.roles);
    expect(views).toHaveLength(3);
    const [clear, masked, regional] = views;
    expect(clear?.columnsMasked).toEqual([]);
    expect(masked?.columnsMasked).toEqual(['customer_email', 'total_usd']);
    expect(masked?.rowsVisible).toBe(clear?.rowsVisible);
    expect(regional?.columnsMasked).toEqual(['customer_email']);
    expect(regional?.rowsVisible).toBeLessThan(clear?.rowsVisible ?? 0);
  });

  it('leaves evidence that verifies, and finds a changed byte', () => {
    expect(report.evidence).toMatchObject({ verified: true, tamperDetected: true });
    // Two leaves each for two applies, two runs of three collectors and six promotions; one of SLOs.
    expect(report.evidence.size).toBe(2 * (2 + 2 * 3 + 6) + 1);
  });

  it('prints what it measured', () => {
    const text = terminal.lines.join('\n');
    expect(text).toContain(report.evidence.root);
    expect(text).toContain('as COMMERCE_EMEA_MANAGER');
    expect(text).not.toContain('DIFFERENT');
  });
});
