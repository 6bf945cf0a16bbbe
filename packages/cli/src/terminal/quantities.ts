const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** A count with thousands separators: `12,345`. */
export function formatCount(count: number): string {
  return grouped.format(count);
}

/** A count with its noun: `1 step`, `2 steps`. */
export function formatQuantity(count: number, noun: string, plural: string = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}

/** Seconds as a table shows them: two decimals below ten, one below a hundred, then none. */
export function formatSeconds(seconds: number): string {
  const decimals = seconds < 10 ? 2 : seconds < 100 ? 1 : 0;
  return `${seconds.toFixed(decimals)} s`;
}

/** A share from 0 to 1 as a percentage with two decimals, cut and not rounded up to a full 100. */
export function formatShare(share: number): string {
  return `${(Math.floor(share * 10_000) / 100).toFixed(2)} %`;
}

const units = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
] as const;
const oneDecimal = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });

/** A span of time in the largest unit that it fills: `45 s`, `10 min`, `3.5 h`, `325.9 d`. */
export function formatSpan(seconds: number): string {
  const [unit, size] = units.find(([, least]) => seconds >= least) ?? ['s', 1];
  return `${oneDecimal.format(seconds / size)} ${unit}`;
}
