// The bar on a terminal: it comes late, lets lines pass, and leaves nothing behind.
import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { createLog } from '../src/log.ts';
import { Progress } from '../src/progress.ts';
import { startServer } from '../src/server.ts';
import { article, publication, put, silent } from './support/publication.ts';

const [WRAP_OFF, WRAP_ON, CLEAR] = ['\u001b[?7l', '\u001b[?7h', '\u001b[2K'];

class Terminal extends Writable {
  readonly isTTY: boolean;
  readonly columns = 80;
  text = '';
  constructor(isTTY = true) {
    super();
    this.isTTY = isTTY;
  }
  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.text += chunk;
    done();
  }
}

test('the bar is shown, and taken away once it is stopped', () => {
  const terminal = new Terminal();
  const progress = new Progress(terminal, 0);
  progress.update(250, 1000);
  expect(terminal.text).toContain('25% 250/1000 articles');
  progress.stop();
  expect(terminal.text.endsWith(CLEAR)).toBe(true);
  expect(terminal.text.lastIndexOf(WRAP_ON)).toBeGreaterThan(terminal.text.lastIndexOf(WRAP_OFF));
  const { text } = terminal;
  progress.stop();
  expect(terminal.text).toBe(text);
});

test('nothing is shown of what takes but a moment, nor where nobody watches', () => {
  for (const [terminal, patience] of [
    [new Terminal(), 60_000],
    [new Terminal(false), 0],
  ] as const) {
    const progress = new Progress(terminal, patience);
    progress.update(1, 2);
    progress.stop();
    expect(terminal.text).toBe('');
  }
});

test('files that nobody had counted raise the total', () => {
  const terminal = new Terminal();
  const progress = new Progress(terminal, 0);
  progress.update(11, 10);
  progress.stop();
  expect(terminal.text).toContain('100% 11/11 articles');
});

test('an exit takes the bar away', () => {
  const terminal = new Terminal();
  const before = process.listeners('exit');
  const progress = new Progress(terminal, 0);
  progress.update(1, 2);
  const [onExit] = process.listeners('exit').filter((listener) => !before.includes(listener));
  onExit?.(0);
  expect(terminal.text).toContain(WRAP_ON);
  expect(process.listeners('exit')).toEqual(before);
});

test('a log line has a line of its own, and the bar comes again below it', () => {
  const terminal = new Terminal();
  const progress = new Progress(terminal, 0);
  const log = createLog('info', progress);
  progress.update(1, 2);
  log.warn({ path: 'a.txt' }, 'file refused');
  progress.stop();
  const [line = '', after] = terminal.text.split('\n');
  expect(line.slice(line.lastIndexOf(CLEAR) + CLEAR.length)).toMatch(/^[^%]*file refused.*a\.txt[^%]*$/);
  expect(after).toContain('50% 1/2 articles');
});

test('a first start tells how far it is, a later one has feeds to serve meanwhile', async () => {
  const site = publication();
  for (let number = 0; number < 3; number += 1) put(site.articles, `${number}.txt`, article(`It rained ${number}.`));
  const told: (readonly [number, number])[] = [];
  const start = () => startServer(site.config, silent, { onProgress: (...progress) => told.push(progress) });
  await (await start()).stop();
  expect(told).toEqual([[3, 3]]);
  put(site.articles, 'later.txt', article('It rained later.'));
  const running = await start();
  await running.schedule.refresh();
  await running.stop();
  expect(told).toHaveLength(1);
});
