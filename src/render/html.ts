// HTML by template: whatever is put into a template is escaped, unless it was made by one.
import { escapeMarkup } from '../text.ts';

/** Markup that is safe to show as it is. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Value = string | number | Html | undefined | null | false | readonly Value[];

/**
 * A piece of HTML. Strings and numbers are escaped, lists joined; `undefined`, `null` and `false` are nothing.
 * Attributes stand in double quotes: the escaping is for them, not for single quotes or none.
 */
export function html(strings: TemplateStringsArray, ...values: Value[]): Html {
  return new Html(strings.map((text, index) => (index === 0 ? '' : write(values[index - 1])) + text).join(''));
}

/** Takes markup as it is. Only for what this project has made safe itself. */
export function raw(markup: string): Html {
  return new Html(markup);
}

function write(value: Value): string {
  if (value === undefined || value === null || value === false) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'string' || typeof value === 'number') return escapeMarkup(String(value));
  return value.map(write).join('');
}
