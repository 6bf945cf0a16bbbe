/** A source of numbers that gives the same ones for the same seed. */
export interface Random {
  /** From 0, inclusive, to 1, exclusive. */
  next(): number;
  /** A whole number between the two, both inclusive. */
  between(least: number, most: number): number;
  /** One of the list. */
  pick<T>(list: readonly T[]): T;
  /** True as often as the probability says. */
  chance(probability: number): boolean;
  /** A UUID of version 4 (RFC 9562). */
  uuid(): string;
  /** As many different ones of the list, in a random order. */
  sample<T>(list: readonly T[], count: number): T[];
}

/** Seeds sfc32 (Chris Doty-Humphrey's small fast counter) with one number. */
export function seededRandom(seed: number): Random {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = seed | 0;
  let counter = 1;
  const bits = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let round = 0; round < 16; round += 1) bits();

  const next = () => bits() / 2 ** 32;
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return {
    next,
    between,
    pick: (list) => {
      const item = list[between(0, list.length - 1)];
      if (item === undefined) throw new RangeError('the list has nothing to pick from');
      return item;
    },
    chance: (probability) => next() < probability,
    uuid: () => {
      const hex = [bits(), bits(), bits(), bits()]
        .map((part) => part.toString(16).padStart(8, '0'))
        .join('');
      const variant = '89ab'[between(0, 3)];
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
    },
    sample: (list, count) => {
      const rest = [...list];
      for (let index = 0; index < count; index += 1) {
        const other = between(index, rest.length - 1);
        const [first, second] = [rest[index], rest[other]];
        if (first === undefined || second === undefined) {
          throw new RangeError('the list is shorter than the sample');
        }
        rest[index] = second;
        rest[other] = first;
      }
      return rest.slice(0, count);
    },
  };
}
