import { readFile } from 'node:fs/promises';
import type { Finding } from '@das/governance';
import { codeOf } from '../deployment/data-folder.js';
import { CliError } from '../errors/cli-error.js';
import type { CheckName } from './check-part.js';

/** The name of the file with approvals. It is beside the configuration, and reviewed with it. */
export const approvalsFileName = 'das.approvals.json';

/** A named consent to one finding at one place. */
export interface RecordedApproval {
  /** The rule's id, such as `DAS-P103`. */
  readonly rule: string;
  /** The address of what it is about. */
  readonly address: string;
  readonly column?: string;
  /** Who answers for it. */
  readonly by: string;
  readonly reason: string;
  /** The day after which it counts no more, as `2026-12-31`. */
  readonly until?: string;
}

/** What an approvals file holds. */
export interface ApprovalsFile {
  readonly path: string;
  readonly approvals: readonly RecordedApproval[];
}

const members = new Set(['rule', 'address', 'column', 'by', 'reason', 'until']);
const dayPattern = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Reads the approvals; none where there is no file.
 *
 * @throws {@link CliError} `DAS_FILE_UNREADABLE`, `DAS_APPROVALS_INVALID`: a record that is not
 * understood must not count as consent
 */
export async function readApprovals(path: string): Promise<ApprovalsFile> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new CliError('DAS_FILE_UNREADABLE', `the file cannot be read (${codeOf(error)})`, {
      place: path,
      next: 'check that it is a file that this user may read',
      cause: error,
    });
  });
  return { path, approvals: text === undefined ? [] : parseApprovals(text, path) };
}

function parseApprovals(text: string, path: string): readonly RecordedApproval[] {
  const invalid = (message: string): CliError =>
    new CliError('DAS_APPROVALS_INVALID', message, {
      place: path,
      next: 'write { "version": 1, "approvals": [{ "rule", "address", "by", "reason" }] }, with "column" and "until" where they apply',
    });
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw invalid('the file is not JSON');
  }
  if (!isObject(content) || content.version !== 1 || !Array.isArray(content.approvals)) {
    throw invalid('it is not a file of approvals of version 1');
  }
  const approvals: readonly unknown[] = content.approvals;
  const seen = new Set<string>();
  return approvals.map((each, index) => {
    const what = `approval ${index + 1}`;
    if (!isObject(each)) throw invalid(`${what} is no object`);
    const unknown = Object.keys(each).find((member) => !members.has(member));
    if (unknown !== undefined) throw invalid(`${what} has a member that is not known`);
    const { rule, address, column, by, reason, until } = each;
    for (const [name, value] of Object.entries({ rule, address, by, reason })) {
      if (!isText(value)) throw invalid(`${what} does not say its ${name}`);
    }
    if (column !== undefined && !isText(column)) throw invalid(`${what} names no column`);
    if (until !== undefined && !isDay(until)) throw invalid(`${what} ends at no day`);
    const approval = each as unknown as RecordedApproval;
    const key = keyOf(approval.rule, approval);
    if (seen.has(key)) throw invalid(`${what} repeats another one`);
    seen.add(key);
    return approval;
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function isDay(value: unknown): boolean {
  if (typeof value !== 'string' || !dayPattern.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

function keyOf(
  rule: string,
  { address, column }: { readonly address: string; readonly column?: string },
): string {
  return JSON.stringify([rule, address, column ?? null]);
}

/** Which approvals hold at a moment, and which of them nothing has asked for. */
export class Approvals {
  readonly #valid: ReadonlyMap<string, RecordedApproval>;
  readonly #used: Set<RecordedApproval> = new Set();
  /** Those whose last day is over. */
  readonly expired: readonly RecordedApproval[];

  constructor(approvals: readonly RecordedApproval[], now: Date) {
    const today = now.toISOString().slice(0, 10);
    const isOver = ({ until }: RecordedApproval): boolean => until !== undefined && until < today;
    this.expired = approvals.filter(isOver);
    this.#valid = new Map(
      approvals
        .filter((each) => !isOver(each))
        .map((each) => [keyOf(each.rule, each), each] as const),
    );
  }

  /** Those that hold. */
  get valid(): readonly RecordedApproval[] {
    return [...this.#valid.values()];
  }

  /** The approval of a finding, by its rule and exact place. */
  for({ rule, place }: Finding): RecordedApproval | undefined {
    const found = this.#valid.get(keyOf(rule, place));
    if (found !== undefined) this.#used.add(found);
    return found;
  }

  /**
   * The approval by which a finding of a part of `das check` becomes a note. An error in a plan that can be
   * approved is a note already when it comes here: the others `das apply` refuses, whoever approves them.
   */
  inCheck(part: CheckName, finding: Finding): RecordedApproval | undefined {
    return part === 'plan' && finding.severity === 'error' ? undefined : this.for(finding);
  }

  /** What was approved and is no longer found: it would let the same thing pass later, unseen. */
  unused(): readonly RecordedApproval[] {
    return [...this.#valid.values()].filter((each) => !this.#used.has(each));
  }
}
