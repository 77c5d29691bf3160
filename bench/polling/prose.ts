// Articles that nobody wrote, as long as news are and, what matters here, as hard to compress: a few words are frequent and
// most are rare, and some follow each other again and again (docs/polling.md says how near that comes to real articles).
import { type Random, randomFrom } from './random.ts';

const FREQUENT = (
  'the of and to in a is that for it was on are as with they at be this from have or by one had not but what all were ' +
  'when we there can an your which their said if do will each about how up out them then she many some so these would ' +
  'other into has more her two like him see time could no make than first been its who now people my made over did down ' +
  'only way find use may long after year government minister police new last since against company between while million'
).split(' ');
const BEGINNINGS = 'b br c ch cl d dr f fl g gr h j k l m n p pl pr qu r s sh sl sp st str t th tr v w'.split(' ');
const VOWELS = 'a e i o u a e i o ai ea ee ou io'.split(' ');
const ENDINGS = 'n r s t l m nd nt st ng ck rt ll'.split(' ');
const VOCABULARY = 20_000;
/** How often a word brings its usual companion with it. */
const COMPANY = 0.45;

function pick<T>(random: Random, all: readonly T[]): T {
  const one = all[Math.floor(random() * all.length)];
  if (one === undefined) throw new Error('Expected something to pick from');
  return one;
}

function invent(random: Random): string {
  const syllables = 1 + Math.floor(random() * 3);
  const word = Array.from({ length: syllables }, () => pick(random, BEGINNINGS) + pick(random, VOWELS)).join('');
  return (
    word + (random() < 0.7 ? pick(random, ENDINGS) : '') + (random() < 0.2 ? pick(random, ['ing', 'ed', 's']) : '')
  );
}

const inventing = randomFrom(1);
const WORDS = [...FREQUENT, ...Array.from({ length: VOCABULARY - FREQUENT.length }, () => invent(inventing))];

/** The word of a rank is drawn about as often as one over its rank (Zipf). */
function drawRank(random: Random): number {
  return Math.floor((WORDS.length + 1) ** random()) - 1;
}

function sentence(random: Random): string {
  const length = 8 + Math.floor(random() * 20);
  const ranks: number[] = [];
  while (ranks.length < length) {
    const before = ranks.at(-1);
    const isUsual = before !== undefined && random() < COMPANY;
    ranks.push(isUsual ? drawRank(randomFrom(before * 4 + Math.floor(random() * 2))) : drawRank(random));
  }
  const text = ranks.map((rank) => WORDS[rank]).join(' ');
  const comma = random() < 0.5 ? text.indexOf(' ', text.length / 2) : -1;
  const whole = comma < 0 ? text : `${text.slice(0, comma)},${text.slice(comma)}`;
  return `${whole.charAt(0).toUpperCase()}${whole.slice(1)}.`;
}

/** Words of an article: half of them have fewer than 450, one of ten more than 1,000. */
function lengthOf(random: Random): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.round(Math.min(3000, Math.max(120, 450 * Math.exp(0.65 * normal))));
}

/** An article in Markdown. The same number makes the same text. @param published when it is dated */
export function writeArticle(number: number, published: Date): string {
  const random = randomFrom(number + 1000);
  const paragraphs: string[] = [];
  let left = lengthOf(random);
  while (left > 0) {
    const sentences = Array.from({ length: 1 + Math.floor(random() * 4) }, () => sentence(random));
    paragraphs.push(sentences.join(' '));
    left -= sentences.join(' ').split(' ').length;
  }
  const title = sentence(random).split(' ').slice(0, 9).join(' ').replaceAll(/[.,]/g, '');
  const tags = [0, 1, 2].map(() => `Subject ${Math.floor(40 ** random())}`);
  const front = [
    `title: "${title}"`,
    `date: ${published.toISOString()}`,
    `author: Writer ${Math.floor(random() * 12)}`,
  ];
  return `---\n${front.join('\n')}\ntags: [${[...new Set(tags)].join(', ')}]\n---\n\n${paragraphs.join('\n\n')}\n`;
}
