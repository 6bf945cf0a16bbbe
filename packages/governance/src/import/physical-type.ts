import { type PhysicalType, unsizedTypes } from '@das/contracts';

const plain: ReadonlySet<string> = new Set(['VARCHAR', ...unsizedTypes]);

/** A type as a contract writes it; `undefined` where no contract can say it. */
export function physicalTypeOf(type: string): PhysicalType | undefined {
  if (plain.has(type) || /^VARCHAR\([1-9]\d*\)$/.test(type)) return type as PhysicalType;
  const [, precision, scale] = /^NUMBER\((\d+),(\d+)\)$/.exec(type) ?? [];
  if (precision === undefined || scale === undefined) return undefined;
  const isPossible = Number(precision) >= 1 && Number(scale) <= Math.min(Number(precision), 37);
  return isPossible ? (type as PhysicalType) : undefined;
}
