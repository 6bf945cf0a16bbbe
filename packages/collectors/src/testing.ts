export {
  type DescribeSourceOptions,
  describeSource,
} from './testing/describe-source.js';
export { MemoryConsumer, type MemoryConsumerOptions } from './testing/memory-consumer.js';
export { type LandedRecord, MemoryLedger } from './testing/memory-ledger.js';
export type { SourceCase } from './testing/source-case.js';
export {
  type SourceCaseId,
  sourceCaseIds,
  sourceCases,
} from './testing/source-cases.js';
export type { SourceOrigin, SourceTraits } from './testing/source-origin.js';
