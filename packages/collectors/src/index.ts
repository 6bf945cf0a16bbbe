export { type AvroDecoderOptions, avroDecoder } from './decode/avro-decoder.js';
export type { Decoder } from './decode/decoder.js';
export { jsonDecoder } from './decode/json-decoder.js';
export { type ProtobufDecoderOptions, protobufDecoder } from './decode/protobuf-decoder.js';
export {
  type RegisteredSchema,
  type SchemaReference,
  type SchemaRegistry,
  type SchemaRegistryOptions,
  schemaRegistry,
} from './decode/schema-registry.js';
export { CollectorsError, type CollectorsErrorCode } from './errors/collectors-error.js';
export { FileCollector } from './file/file-collector.js';
export { FileSource, type FileSourceOptions } from './file/file-source.js';
export { replaySource } from './file/replay-source.js';
export { type CsvOptions, csv } from './format/csv.js';
export type {
  Decode,
  Decoding,
  FileFormat,
  RangedContent,
  RangedFormat,
  ReadOptions,
  RecordChunk,
  StartAt,
  StreamedFormat,
} from './format/format.js';
export { jsonArray } from './format/json-array.js';
export { ndjson } from './format/ndjson.js';
export type { FormatOption } from './format/open-content.js';
export { parquet } from './format/parquet.js';
export type {
  FetchedRecords,
  KafkaAssignment,
  KafkaClient,
  KafkaHeader,
  KafkaReader,
  KafkaRecord,
  PartitionPosition,
  PartitionRange,
  TopicDescription,
  TopicPartition,
} from './kafka/kafka-client.js';
export { KafkaCollector } from './kafka/kafka-collector.js';
export type {
  KafkaConnection,
  KafkaFetchLimits,
  KafkaSasl,
  KafkaTls,
} from './kafka/kafka-connection.js';
export { KafkaDeadLetter, type KafkaDeadLetterOptions } from './kafka/kafka-dead-letter.js';
export {
  KafkaSource,
  type KafkaSourceOptions,
  type LostRecordsPolicy,
} from './kafka/kafka-source.js';
export { kafkajsClient } from './kafka/kafkajs/kafkajs-client.js';
export type { PieceLimits } from './kafka/pieces.js';
export type { TombstonePolicy } from './kafka/to-source-record.js';
export { KinesisCollector } from './kinesis/kinesis-collector.js';
export type {
  KinesisPort,
  KinesisRecord,
  KinesisShard,
  ShardPage,
  ShardStart,
} from './kinesis/kinesis-port.js';
export { KinesisSource, type KinesisSourceOptions } from './kinesis/kinesis-source.js';
export type { ExpectedEncryption } from './s3/object-content.js';
export { S3Collector, type S3Notifications } from './s3/s3-collector.js';
export type {
  ObjectBody,
  ObjectEncryption,
  ObjectPage,
  ObjectVersion,
  S3Port,
} from './s3/s3-port.js';
export { S3Source, type S3SourceOptions } from './s3/s3-source.js';
export type { QueueMessage, SqsPort } from './s3/sqs-port.js';
