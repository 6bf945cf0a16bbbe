/** A count with its noun: `1 value`, `2 values`. */
export function quantity(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A share in percent, with as many digits as it has. */
export function percent(share: number): string {
  return `${Number((share * 100).toPrecision(12))} %`;
}
