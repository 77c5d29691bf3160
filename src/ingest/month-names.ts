// Dates whose month is written in words of other languages than English, and those of East Asia -> ISO 8601.

/** Languages of archives whose months are no English words. */
const LANGUAGES =
  'be bg bs ca cs da de el es et fi fr gl hr hu hy id is it ka kk lt lv mk ms nb nl pl pt ro ru sk sl sq sr sv tr uk uz vi'.split(
    ' ',
  );

/** “19 марта 2019 г.”, “19. März 2019”, “19 de marzo de 2019”, and perhaps a time. */
const DAY_MONTH_YEAR =
  /^(?:le |den |el )?(\d{1,2})(?:er|º|\.)? (?:de |del )?(\p{L}[\p{L}\p{M}]{1,20})\.?,? (?:de |del )?(\d{4})(?: ?(?:г|р|года|року|год|рік)\.?)?(?:,? (?:в |о |à |um |a las )?(\d{1,2}:\d{2}(?::\d{2})?))?$/iu;
/** “2019年3月19日”, “2019년 3월 19일”. */
const YEAR_MONTH_DAY =
  /^(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일](?: ?(?:\p{L}{1,4} )?(\d{1,2}:\d{2}(?::\d{2})?))?$/u;

let months: ReadonlyMap<string, number> | undefined;

/** A date in words as ISO 8601 has it; undefined when it is none. */
export function isoFromWords(text: string): string | undefined {
  const western = DAY_MONTH_YEAR.exec(text);
  if (western) {
    const [, day, name, year, time] = western;
    months ??= monthNames();
    return iso(year, months.get(bare(name ?? '')), Number(day), time);
  }
  const [, year, month, day, time] = YEAR_MONTH_DAY.exec(text) ?? [];
  return iso(year, month === undefined ? undefined : Number(month), Number(day), time);
}

function iso(year: string | undefined, month: number | undefined, day: number, time = ''): string | undefined {
  if (year === undefined || month === undefined) return undefined;
  const two = (number: number) => String(number).padStart(2, '0');
  return `${year}-${two(month)}-${two(day)}${time && `T${time.padStart(time.length + (time.indexOf(':') === 1 ? 1 : 0), '0')}`}`;
}

/** All names of months, long and short, alone and beside a day; a name that means two months in two languages means none. */
function monthNames(): Map<string, number> {
  const names = new Map<string, number>();
  const ambiguous = new Set<string>();
  for (const language of LANGUAGES) {
    for (const options of FORMS) {
      const format = new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' });
      for (let month = 1; month <= 12; month += 1) {
        const parts = format.formatToParts(Date.UTC(2019, month - 1, 15));
        const name = bare(parts.find(({ type }) => type === 'month')?.value ?? '');
        if (!/\p{L}/u.test(name)) continue;
        if ((names.get(name) ?? month) !== month) ambiguous.add(name);
        names.set(name, month);
      }
    }
  }
  for (const name of ambiguous) names.delete(name);
  return names;
}

const FORMS: readonly Intl.DateTimeFormatOptions[] = [
  { month: 'long' },
  { month: 'short' },
  { month: 'long', day: 'numeric', year: 'numeric' },
  { month: 'short', day: 'numeric', year: 'numeric' },
];

function bare(name: string): string {
  return name.normalize('NFC').toLowerCase().replace(/\.$/, '').trim();
}
