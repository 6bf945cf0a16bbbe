import { join } from 'node:path';
import { folderStore, verifyEvidenceLog } from '@das/evidence';
import type { Deployment } from './deployment.js';
import { showTampering } from './show-results.js';
import { verifyTamperedCopy } from './tamper.js';
import type { Terminal } from './terminal.js';

/** What was found out about an evidence log. */
export interface EvidenceProof {
  /** Leaves in the log. */
  readonly size: number;
  readonly root: string;
  readonly verified: boolean;
  /** Whether verification finds that one byte of a copy was changed. */
  readonly tamperDetected: boolean;
}

/** Verifies the log from its files alone, and then a copy in which one byte was changed. */
export async function proveEvidence(
  { evidence, log, folder }: Deployment,
  terminal: Terminal,
): Promise<EvidenceProof> {
  const { size, root, verifier } = evidence;
  const verdict = await verifyEvidenceLog({
    store: folderStore(log),
    verifier,
    expected: { size, root },
  });
  terminal.line(`  ${size} leaves, root ${root}`);
  terminal.line(`  the log verifies: ${verdict.ok ? 'yes' : 'no'}`);
  const copy = join(folder, 'evidence-tampered');
  const tampered = await verifyTamperedCopy({ log, copy, verifier });
  showTampering(terminal, tampered);
  return { size, root, verified: verdict.ok, tamperDetected: !tampered.verdict.ok };
}
