// A document as it goes over the wire: what node:http would not write is not written before it either.
import { expect, onTestFinished, test, vi } from 'vitest';
import { notModifiedAnswer, represent, wholeAnswer } from '../../src/serve/representation.ts';

const resource = {
  mediaType: 'application/rss+xml; charset=utf-8',
  cacheControl: ['max-age=1', 'max-age=2'],
  links: '<https://news.example.org/rss.xml>; rel="self"',
  delta: {},
};
const validators = { etag: 'W/"1-x"', lastModified: Date.UTC(2026, 0, 2, 3, 4, 5) / 1000 };
const known = { ...validators, ...resource, resource };
const body = Buffer.from('<rss/>');

/** All of a 200 but its first line. */
function sent(answer = wholeAnswer(known, represent(known, 'gzip', body))): string {
  return answer.lines + answer.rest?.toString('latin1');
}

test.each([
  { what: 'a value', wrong: { etag: '"x"\r\nSet-Cookie: x' }, code: 'ERR_INVALID_CHAR' },
  { what: 'a link', wrong: { resource: { ...resource, links: '<\r\n>' } }, code: 'ERR_INVALID_CHAR' },
])('$what that is none is not written', ({ wrong, code }) => {
  expect(() => represent({ ...known, ...wrong }, 'identity', body)).toThrow(expect.objectContaining({ code }));
});

test('all headers of node:http are among the lines, before an empty line and the body', () => {
  const { fields } = represent(known, 'gzip', body);
  const expected = fields.flatMap((name, at) =>
    at % 2 === 0 && name !== 'Cache-Control' ? [`${name}: ${fields[at + 1]}`] : [],
  );
  const [head = '', ...rest] = sent().split('\r\n\r\n');
  const lines = head.split('\r\n');
  expect(lines.filter((line) => !line.startsWith('Cache-Control: ')).sort()).toEqual(expected.sort());
  expect(lines.length).toBe(expected.length + 1);
  expect(rest).toEqual(['<rss/>']);
});

test('from answer to answer only how long it may be kept changes', () => {
  const representation = represent(known, 'gzip', body);
  const again = () => sent(wholeAnswer(known, representation));
  const [first, second, third] = [again(), again(), again()];
  expect([first === second, first === third]).toEqual([false, true]);
  expect(first.replace(/max-age=\d/, '')).toBe(second.replace(/max-age=\d/, ''));
  const [one, other] = [notModifiedAnswer(known, 'feed'), notModifiedAnswer(known, 'feed')];
  expect(one.lines).not.toBe(other.lines);
  expect(one.lines.replace(/max-age=\d/, '')).toBe(other.lines.replace(/max-age=\d/, ''));
});

test('what many documents have in common is kept once', () => {
  const [one, other] = ['W/"1-x"', 'W/"2-y"'].map((etag) => represent({ ...known, etag }, 'gzip', body));
  expect(one?.common).toBe(other?.common);
  expect(one?.common).not.toContain('W/"');
  expect(one?.bytes.subarray(-body.length)).toEqual(one?.body);
});

test('HTTP-10: what is stamped ahead of the clock is not dated later than it is sent', () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  vi.setSystemTime((validators.lastModified - 2) * 1000);
  const early = sent();
  expect(early).toContain('\r\nLast-Modified: Fri, 02 Jan 2026 03:04:03 GMT\r\n');
  expect(early.match(/Last-Modified/g)).toHaveLength(1);
  expect(early.endsWith('\r\n\r\n<rss/>')).toBe(true);
  vi.setSystemTime(validators.lastModified * 1000);
  expect(sent()).toContain('\r\nLast-Modified: Fri, 02 Jan 2026 03:04:05 GMT\r\n');
});
