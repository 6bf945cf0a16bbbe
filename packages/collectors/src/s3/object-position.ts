import type { ResumePoint } from '@das/core';

/** Where reading an object goes on: a byte of it, or nowhere, because all of it has landed. */
export interface ObjectPosition {
  readonly byte: number;
  readonly isDone: boolean;
}

/** Written into the ledger, so that an object that has landed is known without being read again. */
export function writePosition({
  byte,
  isDone,
}: {
  readonly byte?: number | undefined;
  readonly isDone?: boolean;
}): string | undefined {
  if (isDone === true) return '{"done":true}';
  return byte === undefined ? undefined : JSON.stringify({ byte });
}

/** Reads what {@link writePosition} wrote. What is something else gives the object's start. */
export function readPosition(point: ResumePoint | undefined): ObjectPosition {
  const start = { byte: 0, isDone: false };
  if (point?.position === undefined) return start;
  try {
    const { byte, done } = JSON.parse(point.position) as { byte?: unknown; done?: unknown };
    const isByte = typeof byte === 'number' && Number.isSafeInteger(byte) && byte >= 0;
    return { byte: isByte ? byte : 0, isDone: done === true };
  } catch {
    return start;
  }
}
