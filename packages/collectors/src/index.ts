export { CollectorsError, type CollectorsErrorCode } from './errors/collectors-error.js';
export { FileCollector } from './file/file-collector.js';
export { FileSource, type FileSourceOptions } from './file/file-source.js';
export { replaySource } from './file/replay-source.js';
export { type CsvOptions, csv } from './format/csv.js';
export type { Decode, FileFormat, RecordChunk, StartAt } from './format/format.js';
export { ndjson } from './format/ndjson.js';
export { KinesisCollector } from './kinesis/kinesis-collector.js';
export type {
  KinesisPort,
  KinesisRecord,
  KinesisShard,
  ShardPage,
  ShardStart,
} from './kinesis/kinesis-port.js';
export { KinesisSource, type KinesisSourceOptions } from './kinesis/kinesis-source.js';
