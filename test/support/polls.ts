// What is heard of those who read, for tests that keep it.
import type { AudienceBatch, Polls } from '../../src/audience.ts';

export const NO_POLLS: Polls = { whole: 0, unchanged: 0, new: 0, limited: 0, bytes: 0, savedBytes: 0 };
export const NO_RETURNS = { intervalSeconds: 0, intervals: 0, needless: 0, hasty: 0, unheeding: 0 };

type Said = Partial<Omit<AudienceBatch, 'polls' | 'feeds' | 'clients'>> & {
  readonly polls?: Partial<Polls>;
  readonly feeds?: readonly (Partial<Polls> & { readonly feed: string })[];
  readonly clients?: readonly (Partial<AudienceBatch['clients'][number]> & { readonly client: string })[];
};

/** A batch of the first hour of a day. Whatever announces or polls has a row. */
export function aBatch(
  day: number,
  { polls, feeds, clients, announced = [], pollers = [], ...rest }: Said = {},
): AudienceBatch {
  const heard = [...announced, ...pollers];
  const feedsHeard = [...new Set(heard.map(({ feed }) => feed))].map((feed) => ({ feed }));
  const clientsHeard = [...new Set(heard.map(({ client }) => client))].map((client) => ({ client }));
  return {
    day,
    hour: day * 24,
    polls: { ...NO_POLLS, ...polls },
    latency: [],
    feeds: (feeds ?? feedsHeard).map((one) => ({ ...NO_POLLS, ...one })),
    clients: (clients ?? clientsHeard).map((one) => ({ ...NO_POLLS, ...NO_RETURNS, ...one })),
    announced,
    pollers,
    ...rest,
  };
}
