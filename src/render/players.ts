// The media of an entry -> what people see and hear of them on its page. Pure.
import type { Enclosure, Entry, Picture, Transcript } from '../entry.ts';
import { escapeMarkup } from '../text.ts';
import { type Html, html } from './html.ts';
import { own, wordsOf } from './language.ts';
import { absolute } from './publication.ts';

type Site = { readonly baseUrl: string; readonly language: string };

/** The lead picture, unless the text shows it itself. */
export function figure(site: Site, { picture, content }: Entry): Html | false {
  if (picture?.url === undefined || content.includes(`src="${escapeMarkup(picture.url)}"`)) return false;
  const caption = [picture.caption, picture.credit].filter((text) => text !== undefined).join(' · ');
  return html`<figure><img src="${absolute(picture.url, site)}" alt="${picture.caption ?? ''}"${sizeOf(picture)}>${caption !== '' && html`<figcaption dir="auto">${caption}</figcaption>`}</figure>`;
}

/** What can be heard, seen or fetched beside the text; what the text itself plays is not repeated. */
export function players(site: Site, { enclosures = [], content, language = site.language }: Entry): Html[] {
  return enclosures
    .filter(({ url }) => !content.includes(`src="${escapeMarkup(url)}"`))
    .map((enclosure) => html`\n${player(site, enclosure, language)}`);
}

function player(site: Site, enclosure: Enclosure, language: string): Html {
  const names = wordsOf(site).media;
  const url = absolute(enclosure.url, site);
  const [kind = ''] = (enclosure.type ?? '').split('/', 1);
  const said = enclosure.title ?? (isNamed(kind) ? undefined : fileName(url));
  const name =
    said === undefined ? own(site, names[isNamed(kind) ? kind : 'file'], { language }) : html`<bdi>${said}</bdi>`;
  const facts = factsOf(enclosure);
  const caption = html`<a href="${url}">${name}</a>${facts !== '' && html` <bdi class="count">${facts}</bdi>`}`;
  // Nothing is fetched before somebody wants to hear it.
  if (kind === 'audio')
    return html`<figure><audio src="${url}" controls preload="none"></audio><figcaption>${caption}</figcaption></figure>`;
  if (kind === 'video')
    return html`<figure><video src="${url}" controls preload="none"${sizeOf(enclosure)}></video><figcaption>${caption}</figcaption></figure>`;
  return html`<p class="meta">${caption}</p>`;
}

/** Where what is said can be read. */
export function transcriptLinks(site: Site, { episode, language = site.language }: Entry): Html[] {
  return (episode?.transcripts ?? []).map((transcript) => html`\n${transcriptLink(site, transcript, language)}`);
}

function transcriptLink(site: Site, { url, type, language }: Transcript, around: string): Html {
  const facts = [...(language === undefined ? [] : [language]), kindOf(type)].join(', ');
  const hreflang = language !== undefined && html` hreflang="${language}"`;
  return html`<p class="meta"><a href="${absolute(url, site)}"${hreflang}>${own(site, wordsOf(site).transcript, { language: around })}</a> <bdi class="count">${facts}</bdi></p>`;
}

/** When the parts begin, and what they are called; one without a title says nothing to people. */
export function chapterList(site: Site, { episode, language = site.language }: Entry): Html | false {
  const listed = (episode?.chapters ?? []).filter(({ title, isHidden }) => title !== undefined && !isHidden);
  if (listed.length === 0) return false;
  return html`<h2>${own(site, wordsOf(site).chapters, { language })}</h2>
<ol class="chapters">
${listed.map(({ start, title, url }) => html`<li><bdi class="count">${clockTime(start)}</bdi> <bdi>${url === undefined ? title : html`<a href="${absolute(url, site)}">${title}</a>`}</bdi></li>\n`)}</ol>
`;
}

/** What a file is called that nobody gave a title; undefined for an address that ends in no name. */
function fileName(url: string): string | undefined {
  const [, name] = /\/([^/]+\.\w{2,5})$/.exec(URL.parse(url)?.pathname ?? '') ?? [];
  try {
    return name && decodeURIComponent(name);
  } catch {
    // An escape of no UTF-8: as it stands.
    return name;
  }
}

/** Kinds of files that need no name: people see or hear them. */
function isNamed(kind: string): kind is 'audio' | 'image' | 'video' {
  return kind === 'audio' || kind === 'image' || kind === 'video';
}

/** How long and of what kind. */
function factsOf({ durationSeconds, type = '' }: Enclosure): string {
  const facts = [durationSeconds === undefined ? '' : clockTime(durationSeconds), kindOf(type)];
  return facts.filter((fact) => fact !== '').join(', ');
}

/** People know some types by another name. */
const KNOWN_AS: Readonly<Record<string, string>> = {
  'audio/mpeg': 'mp3',
  'application/x-subrip': 'srt',
  'text/plain': 'txt',
};

function kindOf(type: string): string {
  return KNOWN_AS[type] ?? type.replace(/^.*\/(?:x-)?/, '');
}

/** Room for a picture before it has come, so that the text below does not jump. */
function sizeOf({ width, height }: Picture | Enclosure): Html | false {
  return width !== undefined && height !== undefined && html` width="${width}" height="${height}"`;
}

/** 3723 seconds as 1:02:03. */
function clockTime(seconds: number): string {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
  const two = (number: number) => String(number).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
