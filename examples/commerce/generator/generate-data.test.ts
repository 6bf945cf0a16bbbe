import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GeneratedData, generateData } from './generate-data.js';

const now = new Date('2026-01-31T12:00:00Z');
const volume = { orders: 3000, sessions: 1500, customers: 400 };
const folders: string[] = [];

async function generate(seed: number): Promise<{ data: GeneratedData; contents: Buffer[] }> {
  const directory = await mkdtemp(join(tmpdir(), 'das-commerce-'));
  folders.push(directory);
  const data = await generateData({ directory, seed, now, volume });
  const contents = await Promise.all(
    data.files.map(async (file) => {
      const bytes = await readFile(file);
      return file.endsWith('.gz') ? gunzipSync(bytes) : bytes;
    }),
  );
  return { data, contents };
}

/** Lines as they are, invalid UTF-8 included. */
function linesOf(contents: readonly Buffer[]): string[] {
  return contents.flatMap((bytes) => bytes.toString('latin1').trimEnd().split('\n'));
}

function parsed(lines: readonly string[]): Record<string, unknown>[] {
  return lines.flatMap((line) => {
    try {
      return [JSON.parse(line)];
    } catch {
      return [];
    }
  });
}

let first: Awaited<ReturnType<typeof generate>>;
beforeAll(async () => {
  first = await generate(1);
});
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
});

describe('generateData', () => {
  it('gives the same bytes for the same seed and anchor', async () => {
    const second = await generate(1);
    expect(Buffer.concat(second.contents).equals(Buffer.concat(first.contents))).toBe(true);
    expect(second.data.expected).toEqual(first.data.expected);
  });

  it('gives other data for another seed', async () => {
    const other = await generate(2);
    expect(Buffer.concat(other.contents).equals(Buffer.concat(first.contents))).toBe(false);
  });

  it('writes as many lines as it was asked for, over several files, one of them compressed', () => {
    const { files, expected } = first.data;
    expect(linesOf(first.contents)).toHaveLength(4900);
    expect(expected.orders.lines + expected.sessions.lines + expected.customers.lines).toBe(4900);
    expect(files.filter((file) => file.endsWith('.ndjson.gz'))).toHaveLength(1);
    expect(files).toHaveLength(7);
  });

  it.each(['orders', 'sessions', 'customers'] as const)(
    'plans an end for each line of the %s',
    (stream) => {
      const { lines, landed, duplicates, quarantined } = first.data.expected[stream];
      const rejected = Object.values(quarantined).reduce((sum, count) => sum + count, 0);
      expect(landed + duplicates + rejected).toBe(lines);
      expect(Object.values(quarantined).every((count) => count > 0)).toBe(true);
    },
  );

  it('writes the exact duplicates that it has planned, and no more', () => {
    const lines = linesOf(first.contents);
    const { orders, sessions, customers } = first.data.expected;
    expect(lines.length - new Set(lines).size).toBe(
      orders.duplicates + sessions.duplicates + customers.duplicates,
    );
  });

  it('writes the malformed lines that it has planned, and no more', () => {
    const lines = linesOf(first.contents);
    const { orders, sessions, customers } = first.data.expected;
    const undecodable = [orders, sessions, customers].reduce(
      (sum, { quarantined }) => sum + (quarantined.UNDECODABLE ?? 0),
      0,
    );
    // Read as Latin-1, a byte that is not UTF-8 is a letter that no other line has.
    const broken = lines.length - parsed(lines).length;
    const invalid = lines.filter((line) => line.includes('\u00e9')).length;
    expect(invalid).toBeGreaterThan(0);
    expect(broken + invalid).toBe(undecodable);
  });

  it('lets no event happen after the anchor, and one just before it', () => {
    const times = parsed(linesOf(first.contents)).flatMap((event) =>
      [event.placed_at, event.updated_at, event.started_at].flatMap((time) =>
        typeof time === 'string' ? [Date.parse(time)] : [],
      ),
    );
    const newest = times.reduce((latest, time) => Math.max(latest, time), 0);
    expect(newest).toBe(now.getTime() - 3000);
  });

  it('invents nothing that could be somebody’s', () => {
    const events = parsed(linesOf(first.contents));
    const emails = JSON.stringify(events).match(/[\w.+-]+@[\w.-]+[a-z]/g) ?? [];
    expect(emails.length).toBeGreaterThan(1000);
    const domains = new Set(emails.map((email) => email.split('@')[1]));
    expect([...domains].sort()).toEqual(['example.com', 'example.net', 'example.org', 'shop.test']);
    const phones = events.flatMap(({ phone }) => (typeof phone === 'string' ? [phone] : []));
    expect(phones.every((phone) => /^\+1\d{3}55501\d{2}$/.test(phone))).toBe(true);
    const addresses = events.flatMap(({ ip_address }) => (ip_address ? [String(ip_address)] : []));
    expect(
      addresses.every((address) => /^(192\.0\.2|198\.51\.100|203\.0\.113)\./.test(address)),
    ).toBe(true);
  });
});
