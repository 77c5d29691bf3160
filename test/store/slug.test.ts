import { describe, expect, test } from 'vitest';
import { slugify, tagKey } from '../../src/store/slug.ts';

describe('the address of a tag', () => {
  test.each([
    { label: 'C++', slug: 'c-plus-plus' },
    { label: 'c#', slug: 'c-sharp' },
    { label: '.NET', slug: 'dot-net' },
    { label: 'http/3', slug: 'http-3' },
    { label: 'B&B', slug: 'b-and-b' },
    { label: 'Київ', slug: 'kiiv' },
    { label: 'Кыргызстан', slug: 'kyrgyzstan' },
    { label: '北约', slug: 'beiyue' },
    { label: 'サーバー', slug: 'saba' },
    { label: '한국', slug: 'hangug' },
    { label: 'أوكرانيا', slug: 'wkrny' },
    { label: 'हिन्दी', slug: 'hindi' },
    { label: 'ไทย', slug: 'aithy' },
    { label: 'Straße', slug: 'strasse' },
    { label: 'ısı', slug: 'isi' },
    { label: '😀', slug: 'grinning' },
    // Nothing that ASCII can say: the store gives these one of their own.
    { label: '・', slug: '' },
    { label: '$', slug: '' },
  ])('$label is $slug for ever', ({ label, slug }) => {
    expect(slugify(label)).toBe(slug);
  });
});

describe('labels that are one tag', () => {
  test.each([
    { what: 'of other case', labels: ['NATO', 'nato', 'Nato'] },
    { what: 'of other case beyond ASCII', labels: ['КИЇВ', 'Київ', 'київ'] },
    { what: 'with a final sigma', labels: ['ΕΛΛΑΣ', 'ελλας', 'ελλασ'] },
    { what: 'with a sharp s', labels: ['Straße', 'STRASSE', 'strasse'] },
    { what: 'with a dotless i', labels: ['ISI', 'ısı', 'isi'] },
    { what: 'with a dotted capital', labels: ['İSTANBUL', 'İstanbul', 'istanbul', 'ISTANBUL'] },
    { what: 'of wide letters', labels: ['ＮＡＴＯ', 'nato'] },
    { what: 'with an accent apart', labels: ['Cafe\u0301', 'Café', 'CAFÉ'] },
    { what: 'with other white space', labels: ['City hall', ' city\u00A0\u3000hall '] },
  ])('$what', ({ labels }) => {
    expect(new Set(labels.map(tagKey)).size).toBe(1);
  });

  test.each([
    ['C', 'C++', 'C#'],
    ['NET', '.NET'],
    ['http/3', 'http-3', 'http 3'],
    ['B&B', 'BB'],
    ['北约', '背约'],
    ['Café', 'Cafe'],
  ])('%s and %s are two', (...labels) => {
    expect(new Set(labels.map(tagKey)).size).toBe(labels.length);
  });
});
