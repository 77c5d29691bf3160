import { expect, test } from 'vitest';
import { renderChapters } from '../../src/render/chapters.ts';

test('POD-23: chapters as players read them, own pictures under the address of the site', () => {
  const chapters = [
    { start: 0, end: 90.5, title: 'Rain & “wind”', picture: '\u0001/media/0/a.jpg' },
    { start: 90.5, picture: 'https://a.example/b.jpg', url: 'https://snow.example/', isHidden: true },
  ];
  expect(renderChapters(chapters, { baseUrl: 'https://news.example.org' })).toBe(
    '{"version":"1.2.0","chapters":[' +
      '{"startTime":0,"title":"Rain & “wind”","img":"https://news.example.org/media/0/a.jpg","endTime":90.5},' +
      '{"startTime":90.5,"img":"https://a.example/b.jpg","url":"https://snow.example/","toc":false}]}\n',
  );
});
