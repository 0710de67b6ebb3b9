import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const css = readFileSync(fileURLToPath(new URL('tokens.css', import.meta.url)), 'utf8');
const [lightText = '', darkText = ''] = css.split("[data-theme='dark']");
const colours = (text: string) =>
  Object.fromEntries([...text.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((match) => match.slice(1, 3)));
const light: Record<string, string> = colours(lightText);
const dark: Record<string, string> = { ...light, ...colours(darkText) };

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

// WCAG 2.2, success criterion 1.4.3.
function contrast(one = '', other = ''): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

test.each(['pass', 'fail', 'unknown'])('the verdict %s stands out 7:1', (verdict) => {
  expect(contrast(light[verdict], light[`on-${verdict}`])).toBeGreaterThanOrEqual(7);
});

test.each([
  ['light', light],
  ['dark', dark],
])('in the %s theme words stand out 4.5:1', (_, theme) => {
  for (const ink of ['ink', 'ink-quiet', 'press', 'problem', 'unknown-text']) {
    expect(contrast(theme[ink], theme.ground), ink).toBeGreaterThanOrEqual(4.5);
    expect(contrast(theme[ink], theme['ground-quiet']), ink).toBeGreaterThanOrEqual(4.5);
  }
  expect(contrast(theme['on-press'], theme['press-ground'])).toBeGreaterThanOrEqual(4.5);
  for (const ink of ['ink', 'problem']) {
    expect(contrast(theme[ink], theme['problem-ground']), ink).toBeGreaterThanOrEqual(4.5);
  }
  for (const ink of ['ink', 'unknown-text']) {
    expect(contrast(theme[ink], theme['stale-ground']), ink).toBeGreaterThanOrEqual(4.5);
  }
});
