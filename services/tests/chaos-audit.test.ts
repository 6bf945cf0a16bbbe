import { describe, expect, test } from 'vitest';
import { auditOf } from '../chaos/audit.mjs';

const good = (id: number) => JSON.stringify({ id, note: `event ${id}` });
const logged = [
  { partition: 0, offset: 0, value: good(1) },
  { partition: 0, offset: 1, value: good(2) },
  { partition: 1, offset: 0, value: '{"id":3,' },
];
const landed = [
  { P: 'events/0', O: 0, ID: 1 },
  { P: 'events/0', O: 1, ID: 2 },
];
const quarantined = [{ P: 'events/1', O: 0 }];
const none = { lost: 0, twice: 0, wrong: 0, strange: 0 };

describe('the audit after the chaos', () => {
  test('finds nothing where each record is where it belongs', () => {
    expect(auditOf({ topic: 'events', logged, landed, quarantined })).toEqual({
      produced: 3,
      landed: 2,
      quarantined: 1,
      ...none,
    });
  });

  test.each([
    ['a row that is gone', { landed: landed.slice(1) }, { lost: 1 }],
    ['a row that is there twice', { landed: [...landed, ...landed.slice(0, 1)] }, { twice: 1 }],
    ['a rejected record that is gone', { quarantined: [] }, { lost: 1 }],
    [
      'a record in BRONZE and in quarantine',
      { quarantined: [...quarantined, { P: 'events/0', O: 0 }] },
      { twice: 1 },
    ],
    [
      'a good record in quarantine',
      { landed: landed.slice(1), quarantined: [...quarantined, { P: 'events/0', O: 0 }] },
      { wrong: 1 },
    ],
    [
      'another record under a position',
      { landed: [{ P: 'events/0', O: 0, ID: 2 }, ...landed.slice(1)] },
      { wrong: 1 },
    ],
    [
      'a position that the topic does not have',
      { landed: [...landed, { P: 'events/0', O: 2, ID: 9 }] },
      { strange: 1 },
    ],
  ])('notices %s', (_, injected, found) => {
    expect(auditOf({ topic: 'events', logged, landed, quarantined, ...injected })).toMatchObject({
      ...none,
      ...found,
    });
  });
});
