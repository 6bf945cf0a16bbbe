import { expect, test } from 'vitest';
import { ClinicWorld } from '../fixtures/clinic-world.js';
import { VisitsCollector, visit } from '../fixtures/visits.js';

const events = [
  visit(1),
  visit(2, { cost: -1, coupon: 'X' }),
  { id: 'x' },
  visit(4, { reason: 'call 212-555-0187' }),
  visit(5, { coupon: 'Y' }),
];

test('a dry run counts what would happen, says where, and writes nothing', async () => {
  await using world = await ClinicWorld.open();
  const tables = [
    'BRONZE.VISITS',
    'OPS.QUARANTINE',
    'OPS.COLLECTOR_OFFSETS',
    'OPS.COLLECTOR_LEASES',
  ];
  const everything = () =>
    Promise.all(tables.map((table) => world.query(`SELECT * FROM BROOK_CLINIC.${table}`)));
  await world.run(new VisitsCollector({ a: [visit(1)] }));
  const before = await everything();
  world.evidence.events.length = 0;

  const collector = new VisitsCollector({ a: events });
  const dry = await world.run(collector, { dryRun: true });
  expect(await everything()).toEqual(before);
  expect(world.evidence.events).toEqual([]);
  expect(collector.source.acknowledged).toEqual([]);
  expect(dry).toMatchObject({
    landed: 1,
    quarantined: { RULE_VIOLATION: 1, CONTRACT_VIOLATION: 1, UNDECLARED_PII: 1 },
    unknownFields: { coupon: 2 },
    dryRun: {
      rejections: {
        RULE_VIOLATION: [{ partition: 'a', offset: 1, findings: [{ code: 'range_cost' }] }],
        UNDECLARED_PII: [
          { partition: 'a', offset: 3, findings: [{ column: 'reason', code: 'phone' }] },
        ],
      },
    },
  });
  expect(JSON.stringify(dry)).not.toContain('555-0187');

  // The run that is not dry does what the dry one said.
  const { landed, quarantined, unknownFields, findings } = await world.run(
    new VisitsCollector({ a: events }),
  );
  expect(dry).toMatchObject({ landed, quarantined, unknownFields, findings });
});

test('a dry run shows the first ten rejections of a reason', async () => {
  await using world = await ClinicWorld.open();
  const bad = Array.from({ length: 25 }, (_, id) => visit(id, { cost: -1 }));
  const dry = await world.run(new VisitsCollector({ a: bad }), { dryRun: true });
  expect(dry.quarantined).toEqual({ RULE_VIOLATION: 25 });
  const shown = dry.dryRun?.rejections.RULE_VIOLATION?.map(({ offset }) => offset);
  expect(shown).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});
