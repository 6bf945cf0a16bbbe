/** The sum of the digits, each times its weight. Weights are repeated where there are fewer than digits. */
export function weightedSum(digits: string, weights: readonly number[]): number {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    sum += (digits.charCodeAt(index) - 0x30) * (weights[index % weights.length] ?? 0);
  }
  return sum;
}

/** Whether the text is not empty and all ASCII digits. */
export function isDigits(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0x30 || code > 0x39) return false;
  }
  return text.length > 0;
}
