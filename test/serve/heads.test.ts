// Headers as lines: what node:http would not write is not written before it either.
import { expect, test } from 'vitest';
import { linesOf } from '../../src/serve/heads.ts';

test.each([
  { what: 'a name', fields: ['ETag ', '"x"'], code: 'ERR_INVALID_HTTP_TOKEN' },
  { what: 'a value', fields: ['ETag', '"x"\r\nSet-Cookie: x'], code: 'ERR_INVALID_CHAR' },
])('$what that is none is not written', ({ fields, code }) => {
  expect(() => linesOf({ fields: ['Cache-Control', 'no-store', ...fields] })).toThrow(
    expect.objectContaining({ code }),
  );
});

test('of the lines only that of freshness may differ from answer to answer', () => {
  const head = { fields: ['Cache-Control', 'max-age=1', 'ETag', '"x"'] };
  expect(linesOf(head)).toBe('Cache-Control: max-age=1\r\nETag: "x"\r\n');
  head.fields[1] = 'max-age=2';
  expect(linesOf(head)).toBe('Cache-Control: max-age=2\r\nETag: "x"\r\n');
});
