import type { EvidenceRecorder } from './evidence-recorder.js';

/** A named consent to what a deployment lowers or breaks. Its texts become evidence, so none is personal. */
export interface DeploymentApproval {
  /** The id of the rule that would refuse it. */
  readonly rule: string;
  /** The address of what changes. */
  readonly address: string;
  readonly column?: string;
  /** Who answers for it: a name that is no address of a person, or a digest of one. */
  readonly by: string;
  /** The last day on which it counts, as `2026-12-31`. */
  readonly until?: string;
  /** The SHA-256 of the record as it was reviewed, with its reason, hex. */
  readonly record: string;
}

/** Records who consented to what, for which plan. A change whose consent is not recorded must not proceed. */
export async function recordApproval(
  recorder: EvidenceRecorder,
  domain: string,
  plan: string,
  approval: DeploymentApproval,
): Promise<void> {
  const { rule, address, column, by, until, record } = approval;
  await recorder.record({
    kind: 'deployment.approved',
    occurredAt: new Date(),
    subjects: [{ name: `${domain} approval`, sha256: record }],
    details: { plan, rule, address, column: column ?? null, by, until: until ?? null },
  });
}
