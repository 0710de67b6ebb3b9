import { expect, test } from 'vitest';
import { catalogues } from './catalogue.ts';

type Node = string | ((...values: never[]) => string) | { [key: string]: Node };

function leaves(node: Node, path = ''): [string, string][] {
  if (typeof node === 'string') return [[path, node]];
  if (typeof node === 'function') {
    const values = Array.from({ length: node.length }, () => '§' as never);
    return [[path, node(...values)]];
  }
  return Object.entries(node).flatMap(([key, child]) => leaves(child, path === '' ? key : `${path}.${key}`));
}

const vi = leaves(catalogues.vi);
const en = leaves(catalogues.en);

test('English says everything that Vietnamese says, and nothing else', () => {
  expect(en.map(([path]) => path).sort()).toEqual(vi.map(([path]) => path).sort());
});

test('no sentence is empty, and each is written in composed characters', () => {
  for (const [path, sentence] of [...vi, ...en]) {
    expect(sentence.trim(), path).not.toBe('');
    expect(sentence.normalize('NFC'), path).toBe(sentence);
  }
});

test('a sentence with a value carries the value in both languages', () => {
  const carrying = (list: [string, string][]) =>
    list.filter(([, sentence]) => sentence.includes('§')).map(([path]) => path);
  expect(carrying(en)).toEqual(carrying(vi));
});
