// Safe HTML -> show notes: paragraphs and lists of the few elements that podcast directories show (POD-12). Pure.
import { foldSpace } from '../text.ts';

/** Shown as they are, within a line. */
const INLINE: ReadonlySet<string> = new Set(['a', 'b', 'em', 'i', 'strong']);
const HEADING = /^h[1-6]$/;
const LIST = /^[ou]l$/;
/** A gap within a line. */
const GAP: ReadonlySet<string> = new Set(['td', 'th']);
/** What begins and ends a paragraph. */
const BREAK: ReadonlySet<string> = new Set(
  (
    'article aside blockquote br caption dd details div dl dt figure footer header hr main nav p pre section summary ' +
    'table tbody tfoot thead tr'
  ).split(' '),
);
/** Not shown: what is said in place of a player, or of a picture that is not there. */
const HIDDEN: ReadonlySet<string> = new Set(['audio', 'figcaption', 'video']);

const TOKEN = /<(\/?)([a-z][a-z0-9]*)\b([^<>]*)>|[^<]+/g;
/** No directory shows so much, however little of it is text. */
const LONGEST_READ = 20_000;

export type ShowNotes = {
  /** Paragraphs and lists, each of which stands by itself. */
  readonly pieces: readonly string[];
  /** False when the text goes on. */
  readonly isWhole: boolean;
};

/** Reduces HTML that is safe, and so balanced, to what directories show; of a long text the beginning. */
export function showNotesOf(html: string): ShowNotes {
  const isWhole = html.length <= LONGEST_READ;
  const writer = new NotesWriter();
  // A tag that is cut through would be taken for text.
  const read = isWhole ? html : html.slice(0, LONGEST_READ).replace(/<[^<>]*$/, '');
  for (const { 0: text, 1: slash, 2: name, 3: attributes = '' } of read.matchAll(TOKEN)) {
    if (name === undefined) writer.text(foldSpace(text));
    else if (slash === '') writer.begin(name, attributes);
    else writer.end(name);
  }
  // What is cut through is no piece.
  if (isWhole) writer.endParagraph();
  return { pieces: writer.pieces, isWhole };
}

type Inline = { readonly opening: string; readonly closing: string };

class NotesWriter {
  readonly pieces: string[] = [];
  /** The piece that is being written; empty: there is none. */
  #piece = '';
  /** Whether anything is to be read in it. */
  #isSaid = false;
  /** Whether a space is due before the next word. */
  #isGap = false;
  /** Lists and their items that are open, from the outermost on. */
  readonly #lists: string[] = [];
  /** Inline elements around the place that is being read. */
  readonly #inline: Inline[] = [];
  /** How many of them are written into the piece: none before there is a word in it. */
  #shown = 0;
  #hidden = 0;

  begin(name: string, attributes: string): void {
    if (HIDDEN.has(name)) this.#hidden += 1;
    if (LIST.test(name)) this.#beginList(name);
    else if (name === 'li') this.#beginItem();
    else if (INLINE.has(name)) this.#inline.push(inlineOf(name, attributes));
    else if (HEADING.test(name)) {
      this.endParagraph();
      this.#inline.push(inlineOf('strong', ''));
    } else this.#gapAt(name);
  }

  end(name: string): void {
    if (HIDDEN.has(name)) this.#hidden -= 1;
    if (LIST.test(name)) this.#endList(name);
    else if (name === 'li') this.#endItem();
    else if (INLINE.has(name)) this.#endInline();
    else if (HEADING.test(name)) {
      this.#endInline();
      this.endParagraph();
    } else this.#gapAt(name);
  }

  text(text: string): void {
    if (this.#hidden > 0) return;
    const words = text.trim();
    if (words === '') {
      this.#isGap = true;
      return;
    }
    // Some write between the items of a list.
    const isBetween = this.#lists.length > 0 && this.#lists.at(-1) !== 'li';
    if (isBetween) this.#beginItem();
    if (this.#piece === '') this.#piece = '<p>';
    // A line does not begin with a space.
    else if ((this.#isGap || text.startsWith(' ')) && !this.#piece.endsWith('<li>')) this.#piece += ' ';
    for (const { opening } of this.#inline.slice(this.#shown)) this.#piece += opening;
    this.#shown = this.#inline.length;
    this.#piece += words;
    this.#isSaid = true;
    this.#isGap = text.endsWith(' ');
    if (isBetween) this.#endItem();
  }

  endParagraph(): void {
    if (this.#lists.length > 0) {
      this.#isGap = true;
      return;
    }
    this.#hideInline();
    this.#endPiece('</p>');
  }

  #gapAt(name: string): void {
    if (BREAK.has(name)) this.endParagraph();
    else if (GAP.has(name)) this.#isGap = true;
  }

  #beginList(name: string): void {
    if (this.#lists.length === 0) this.endParagraph();
    // A list stands in an item, and in no list.
    else if (this.#lists.at(-1) !== 'li') this.#beginItem();
    this.#hideInline();
    this.#piece += `<${name}>`;
    this.#lists.push(name);
  }

  #endList(name: string): void {
    // An item that is ours ends with what it is in.
    if (this.#lists.at(-1) === 'li') this.#endItem();
    this.#lists.pop();
    if (this.#lists.length === 0) this.#endPiece(`</${name}>`);
    else this.#piece += `</${name}>`;
  }

  #beginItem(): void {
    if (this.#lists.length === 0) {
      this.endParagraph();
      return;
    }
    // Two items stand side by side.
    if (this.#lists.at(-1) === 'li') this.#endItem();
    this.#piece += '<li>';
    this.#lists.push('li');
    this.#isGap = false;
  }

  #endItem(): void {
    if (this.#lists.length === 0) this.endParagraph();
    if (this.#lists.at(-1) !== 'li') return;
    this.#hideInline();
    this.#lists.pop();
    this.#piece += '</li>';
  }

  #endInline(): void {
    const ended = this.#inline.pop();
    if (!ended || this.#shown <= this.#inline.length) return;
    this.#piece += ended.closing;
    this.#shown = this.#inline.length;
  }

  /** Elements do not overlap: what is shown ends here, and goes on with the next word. */
  #hideInline(): void {
    for (const { closing } of this.#inline.slice(0, this.#shown).reverse()) this.#piece += closing;
    this.#shown = 0;
  }

  #endPiece(closing: string): void {
    if (this.#isSaid) this.pieces.push(withoutEmpty(this.#piece + closing));
    this.#piece = '';
    this.#isSaid = false;
    this.#isGap = false;
  }
}

/** Without lists and items in which there is nothing, however they are nested. */
function withoutEmpty(piece: string): string {
  const fuller = piece.replace(/<(li|ol|ul)><\/\1>/g, '');
  return fuller === piece ? piece : withoutEmpty(fuller);
}

function inlineOf(name: string, attributes: string): Inline {
  if (name !== 'a') return { opening: `<${name}>`, closing: `</${name}>` };
  const [, address] = /\shref="([^"]*)"/.exec(attributes) ?? [];
  return address === undefined ? { opening: '', closing: '' } : { opening: `<a href="${address}">`, closing: '</a>' };
}
