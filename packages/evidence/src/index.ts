export { EvidenceError, type EvidenceErrorCode } from './errors/evidence-error.js';
export type { EvidenceEntry } from './events/evidence-entry.js';
export { createSigner, type SignerOptions } from './keys/create-signer.js';
export { loadOrCreateSigner } from './keys/load-or-create-signer.js';
export type { EntryRange, EvidenceInclusionProof, EvidenceLog } from './log/evidence-log.js';
export { type EvidenceLogOptions, openEvidenceLog } from './log/open-evidence-log.js';
export type { EvidenceSigner } from './note/evidence-signer.js';
export { type EvidenceVerifier, parseVerifier } from './note/evidence-verifier.js';
export type {
  EvidenceStore,
  LockOptions,
  StoredFile,
  StoreLock,
} from './store/evidence-store.js';
export { folderStore } from './store/folder-store.js';
export { memoryStore } from './store/memory-store.js';
export type {
  EvidenceProblem,
  EvidenceProblemCode,
  EvidenceVerdict,
} from './verify/evidence-problem.js';
export { type VerifyOptions, verifyEvidenceLog } from './verify/verify-evidence-log.js';
