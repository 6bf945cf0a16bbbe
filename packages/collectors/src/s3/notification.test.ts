import { describe, expect, test } from 'vitest';
import { readNotification } from './notification.js';

const object = { eTag: 'e1', size: 3, sequencer: '0A' };
const created = (more: object, name = 'ObjectCreated:Put') => ({
  eventSource: 'aws:s3',
  eventName: name,
  s3: { bucket: { name: 'b' }, object: { ...object, ...more } },
});
const message = (...records: readonly object[]) => JSON.stringify({ Records: records });
const event = { bucket: 'b', etag: 'e1', size: 3, versionId: undefined };

describe('a notification', () => {
  test('names keys as they are, whatever S3 writes for a space, a plus or a letter', () => {
    expect(
      readNotification(message(created({ key: 'in/a+b%2Bc+%C3%A9%23.csv', versionId: 'v1' }))),
    ).toEqual([{ ...event, key: 'in/a b+c é#.csv', versionId: 'v1', sequencer: '0A' }]);
  });

  test('names what was created in the order of its sequencers, and nothing else', () => {
    const named = readNotification(
      message(
        created({ key: 'k', eTag: 'third', sequencer: '100' }),
        created({ key: 'k', eTag: 'second', sequencer: '0FF' }),
        created({ key: 'k' }, 'ObjectRemoved:Delete'),
        created({ key: 'k', eTag: 'first', sequencer: '9' }, 'ObjectCreated:Copy'),
        created({ key: 'k', eTag: 'fourth', sequencer: '200' }, 'ObjectRestore:Completed'),
      ),
    );
    expect(named?.map(({ etag }) => etag)).toEqual(['first', 'second', 'third', 'fourth']);
  });

  test('is found inside one of SNS', () => {
    const body = JSON.stringify({ Type: 'Notification', Message: message(created({ key: 'k' })) });
    expect(readNotification(body)).toEqual([{ ...event, key: 'k', sequencer: '0A' }]);
  });

  test('is read as EventBridge has it, which writes keys as they are', () => {
    const detail = {
      bucket: { name: 'b' },
      object: { key: 'a+b %2B', size: 3, etag: 'e1', 'version-id': 'v2', sequencer: '0A' },
    };
    const body = { source: 'aws.s3', 'detail-type': 'Object Created', detail };
    expect(readNotification(JSON.stringify(body))).toEqual([
      { ...event, key: 'a+b %2B', versionId: 'v2', sequencer: '0A' },
    ]);
    expect(readNotification(JSON.stringify({ ...body, 'detail-type': 'Object Deleted' }))).toEqual(
      [],
    );
  });

  test('names nothing where S3 only tries whether it arrives', () => {
    expect(readNotification('{"Service":"Amazon S3","Event":"s3:TestEvent"}')).toEqual([]);
  });

  test.each([
    'no JSON',
    'null',
    '[]',
    '{}',
    '{"Records":[{"eventSource":"aws:ses"}]}',
    '{"Type":"Notification","Message":"no JSON"}',
    '{"source":"aws.s3"}',
    message(created({})),
    message(created({ key: '%' })),
    message(created({ key: 'k', eTag: undefined })),
    message({ eventSource: 'aws:s3', eventName: 'ObjectCreated:Put' }),
  ])('is not taken for one where it has another shape: %s', (body) => {
    expect(readNotification(body)).toBeUndefined();
  });
});
