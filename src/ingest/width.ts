// How wide a text is when it is read: a character of Chinese, Japanese or Korean takes as much room, and says as much, as
// two letters.

const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303F\uFF01-\uFF60\uFFE0-\uFFE6]/gu;

/** The columns of a text. */
export function widthOf(text: string): number {
  return text.length + (text.match(WIDE)?.length ?? 0);
}

/** How many UTF-16 units of a text fit into so many columns. */
export function unitsWithin(text: string, columns: number): number {
  let [units, width] = [0, 0];
  for (const character of text) {
    width += widthOf(character);
    if (width > columns) break;
    units += character.length;
  }
  return units;
}
