import { describe, expect, test } from 'vitest';
import { style } from './style.js';

describe('the style', () => {
  /** Relative luminance by WCAG 2.2. */
  function luminance(color: string): number {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  test('has a contrast of at least 4.5 to 1 between text and ground, light and dark', () => {
    const roots = [...style.matchAll(/:root \{([^}]*)\}/g)].map(([, body = '']) =>
      Object.fromEntries(
        [...body.matchAll(/--(\w+): (#\w{6})/g)].map(([, name, hex]) => [name, hex]),
      ),
    );
    expect(roots).toHaveLength(3);
    for (const { text = '', quiet = '', link = '', page = '', panel = '' } of roots) {
      for (const front of [text, quiet, link]) {
        for (const ground of [page, panel]) {
          const [low = 0, high = 0] = [luminance(front), luminance(ground)].sort((a, b) => a - b);
          expect([front, ground, (high + 0.05) / (low + 0.05) >= 4.5]).toEqual([
            front,
            ground,
            true,
          ]);
        }
      }
    }
  });
});
