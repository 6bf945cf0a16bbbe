export {
  describeEvidenceStore,
  type EvidenceStoreFixture,
} from './store/describe-evidence-store.js';
