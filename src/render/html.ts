// HTML by template: whatever is put into a template is escaped, unless it was made by one. hono/html does the escaping.
import { raw as asItIs, html as template } from 'hono/html';

/** Markup that is safe to show as it is. */
export type Html = ReturnType<typeof asItIs>;

type Value = string | number | Html | undefined | null | false | readonly Value[];

/**
 * A piece of HTML. Strings and numbers are escaped, lists joined; `undefined`, `null` and `false` are nothing.
 * @throws when something in it has to be waited for: pages are pure
 */
export function html(strings: TemplateStringsArray, ...values: Value[]): Html {
  const made = template(strings, ...values);
  if (made instanceof Promise) throw new TypeError('Expected all parts of a page to be at hand, got a promise');
  return made;
}

/** Takes markup as it is. Only for what this project has made safe itself. */
export function raw(markup: string): Html {
  return asItIs(markup);
}
