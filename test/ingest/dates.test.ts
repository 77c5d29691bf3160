import { describe, expect, test } from 'vitest';
import { parseDate } from '../../src/ingest/dates.ts';

test.each([
  { text: '05/29/2007', day: '2007-05-29' },
  { text: '29/05/2007', day: '2007-05-29' },
  { text: '5/5/2007', day: '2007-05-05' },
  // The fifth of June, or the sixth of May.
  { text: '05/06/2007', day: undefined },
  { text: '13/13/2007', day: undefined },
])('$text is $day', ({ text, day }) => {
  expect(parseDate(text, 'UTC')?.at).toEqual(day && new Date(`${day}T00:00:00Z`));
});

describe('a date in the words of its language', () => {
  test.each([
    { text: '19 марта 2019', day: '2019-03-19' },
    { text: '19 марта 2019 г.', day: '2019-03-19' },
    { text: '1 мая 2019 года', day: '2019-05-01' },
    { text: '24 лютого 2022 р.', day: '2022-02-24' },
    { text: '24 лютого 2022 року', day: '2022-02-24' },
    { text: '19. März 2019', day: '2019-03-19' },
    { text: '19 mars 2019', day: '2019-03-19' },
    { text: '1er août 2019', day: '2019-08-01' },
    { text: '19 de marzo de 2019', day: '2019-03-19' },
    { text: '19 de março de 2019', day: '2019-03-19' },
    { text: '19 marzo 2019', day: '2019-03-19' },
    { text: '19 marca 2019', day: '2019-03-19' },
    { text: '19 Mayıs 2019', day: '2019-05-19' },
    { text: '2019年3月19日', day: '2019-03-19' },
    { text: '2019 年 12 月 1 日', day: '2019-12-01' },
    { text: '2019년 3월 19일', day: '2019-03-19' },
  ])('$text', ({ text, day }) => {
    expect(parseDate(text, 'UTC')).toEqual({ at: new Date(`${day}T00:00:00Z`), isDateOnly: true });
  });

  test.each([
    { text: '19 марта 2019 г., 9:05', at: '2019-03-19T09:05:00Z' },
    { text: '2019年3月19日 18:30', at: '2019-03-19T18:30:00Z' },
  ])('and a time: $text', ({ text, at }) => {
    expect(parseDate(text, 'UTC')).toEqual({ at: new Date(at), isDateOnly: false });
  });

  test.each(['31 февраля 2019', '19 чего-то 2019', '2019年13月19日', '19 de nada de 2019', 'в 2019 году'])(
    '%s is none',
    (text) => {
      expect(parseDate(text, 'UTC')).toBeUndefined();
    },
  );
});
