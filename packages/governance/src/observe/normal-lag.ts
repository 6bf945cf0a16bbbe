const factors: Readonly<Record<string, number>> = {
  SECOND: 1,
  MINUTE: 60,
  HOUR: 3600,
  DAY: 86_400,
};

/** A target lag in the one form in which `60 seconds` and `1 minute` are equal. */
export function normalLag(text: string): string {
  const plain = text.trim().toUpperCase();
  const [, amount = '', unit = ''] = /^(\d+)\s*(SECOND|MINUTE|HOUR|DAY)S?$/.exec(plain) ?? [];
  const factor = factors[unit];
  return factor === undefined ? plain : `${Number(amount) * factor} SECONDS`;
}
