// Values of data/site.yaml -> text, addresses, records. Each adds what is wrong with it to the problems.
import { inspect } from 'node:util';
import { SITE_MARK } from './entry.ts';
import { oneLine } from './text.ts';

export function record(
  value: unknown,
  name: string,
  path: string,
  problems: string[],
): Readonly<Record<string, unknown>> {
  if (isRecord(value)) return value;
  problems.push(`Expected ${name} in ${path} to be \`key: value\` lines`);
  return {};
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value as its author would know it again. */
export function shown(value: unknown): string {
  // Not as JSON: an anchor of YAML may lead back to where it stands.
  return typeof value === 'object' ? inspect(value, { breakLength: Number.POSITIVE_INFINITY }) : String(value).trim();
}

/** False for what is left empty: `title:` says nothing. */
export function isSaid(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** A key that nobody reads is a typing error: it must not pass in silence. */
export function expectKeys(
  fields: Readonly<Record<string, unknown>>,
  known: readonly string[],
  where: string,
  problems: string[],
): void {
  for (const name of Object.keys(fields)) {
    if (!known.includes(name)) problems.push(`Expected ${where} to hold ${known.join(', ')}, got \`${name}\``);
  }
}

export function lineOf(value: unknown, name: string, path: string, problems: string[]): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string' && typeof value !== 'number')
    problems.push(`Expected \`${name}\` in ${path} to be text`);
  return oneLine(String(value)) || undefined;
}

/** Reads an address; one that begins with a slash is a path of the site, which BASE_URL may have a path of its own before. */
export function addressOf(value: unknown, name: string, path: string, problems: string[]): string | undefined {
  if (value === undefined || value === null) return undefined;
  const text = typeof value === 'string' ? value.trim() : '';
  const isPath = /^\/(?!\/)/.test(text);
  const url = isPath ? URL.parse(`http://site${text}`) : URL.parse(text);
  if (url && isPath) return SITE_MARK + url.href.slice(url.origin.length);
  if (url && /^https?:$/.test(url.protocol)) return url.href;
  problems.push(
    `Expected \`${name}\` in ${path} to be an address, http(s), or a path such as /logo.png, got \`${shown(value)}\``,
  );
  return undefined;
}

export function isEmail(text: string): boolean {
  return /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(text);
}
