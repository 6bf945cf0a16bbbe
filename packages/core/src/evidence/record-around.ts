import { createHash } from 'node:crypto';
import { DasError } from '@das/contracts';
import type { EvidenceKind, EvidenceRecorder, JsonValue } from './evidence-recorder.js';

/** The activities that leave one leaf before they start and one after they end. */
export type EvidencedActivity = 'deployment' | 'collection' | 'promotion' | 'replay';

/** Something to do, with what evidence says of it. */
export interface EvidencedWork<T> {
  readonly kind: EvidencedActivity;
  /** The declaration that the activity is about; its JSON is digested. */
  readonly subject: { readonly name: string; toJSON?(): unknown };
  readonly details: { readonly [key: string]: JsonValue };
  /**
   * The work, which gives its result and what the closing leaf says of it. It is told the index of
   * the leaf that opened it.
   */
  readonly work: (startedBy: number) => Promise<{
    readonly result: T;
    readonly details: { readonly [key: string]: JsonValue };
  }>;
}

/** The SHA-256 of a declaration's JSON, hex. */
export function digestOf(declaration: unknown): string {
  return createHash('sha256').update(JSON.stringify(declaration)).digest('hex');
}

/**
 * Does work between two leaves of evidence. If the first one cannot be written, the work does not
 * start; if the work fails, the second one says so, with the error's code alone.
 */
export async function recordAround<T>(
  recorder: EvidenceRecorder,
  { kind, subject, details, work }: EvidencedWork<T>,
): Promise<T> {
  const subjects = [{ name: subject.name, sha256: digestOf(subject) }] as const;
  const record = (phase: 'started' | 'completed', more: { readonly [key: string]: JsonValue }) =>
    recorder.record({
      kind: `${kind}.${phase}` satisfies EvidenceKind,
      occurredAt: new Date(),
      subjects,
      details: { ...details, ...more },
    });

  const opening = await record('started', {});
  const done = await work(opening.index).catch(async (error: unknown) => {
    const code = DasError.isInstance(error) ? error.code : 'DAS_INTERNAL';
    await record('completed', { startedBy: opening.index, outcome: 'failed', error: code });
    throw error;
  });
  await record('completed', { startedBy: opening.index, outcome: 'succeeded', ...done.details });
  return done.result;
}
