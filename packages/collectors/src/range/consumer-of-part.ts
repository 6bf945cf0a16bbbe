import type { SourceBatch, SourceConsumer } from '@das/core';

/** Offsets, from one, inclusive, to another, exclusive. */
export type Part = readonly [from: number, to: number];

/** All that a partition has. */
export const wholePart: Part = [0, Number.MAX_SAFE_INTEGER];

/** Hands over the records of the part, and tells when there will be no more of them. */
export function consumerOfPart(
  consumer: Pick<SourceConsumer, 'deliver'>,
  [from, to]: Part,
  onEnd: () => void,
): Pick<SourceConsumer, 'deliver'> {
  return {
    deliver: async ({ partition, records, nextOffset }: SourceBatch, released) => {
      const inPart = records.filter(({ offset }) => from <= offset && offset < to);
      const reached = Math.min(nextOffset, to);
      if (inPart.length > 0) {
        await consumer.deliver({ partition, records: inPart, nextOffset: reached }, released);
      }
      if (nextOffset >= to) onEnd();
    },
  };
}
