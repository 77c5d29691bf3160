// Who asks? A reader behind a proxy is told apart by what the proxy says, if the proxy is one of ours.
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';
import proxyAddr from 'proxy-addr';
import type { Poll } from '../poll.ts';

/** Whether what an address says about forwarding is believed. */
export type Trust = (address: string, hop: number) => boolean;

const FORWARDED = /^(?:forwarded|via|x-forwarded(?:-.*)?|x-real-ip|(?:.*-)?client-ip|cf-connecting-ip)$/;

/** Trusts addresses, networks (`10.0.0.0/8`) and the names `loopback`, `linklocal`, `uniquelocal`. @throws for what is none */
export function trustIn(proxies: readonly string[]): Trust {
  return proxyAddr.compile([...proxies]);
}

/** Whether a request says that it is asked for somebody else. */
export function isForwarded(headers: IncomingHttpHeaders): boolean {
  return Object.keys(headers).some((name) => FORWARDED.test(name));
}

/**
 * The network that a client asks from: an IPv4 address, or the half of an IPv6 address that one customer gets.
 * @returns undefined when it cannot be told: this machine, or a proxy that says nothing or is not trusted, may stand for
 * all readers at once
 */
export function clientOf(request: Poll, trust: Trust): string | undefined {
  const peer = peerOf(request);
  const { headers } = request;
  if (!trust(peer, 0)) {
    const network = networkOf(peer);
    return network === undefined || isForwarded(headers) ? undefined : network;
  }
  return headers['x-forwarded-for'] === undefined ? undefined : networkOf(proxyAddr(request as IncomingMessage, trust));
}

/** The network at the other end of a connection, for whomever it asks. @returns undefined when it is this machine */
export function neighbourOf(request: Poll): string | undefined {
  return networkOf(peerOf(request));
}

function peerOf({ socket }: Poll): string {
  return socket.remoteAddress ?? '';
}

function networkOf(text: string): string | undefined {
  // The most frequent client in front of which a proxy may stand.
  if (text === '127.0.0.1' || !ipaddr.isValid(text)) return undefined;
  const address = ipaddr.process(text);
  if (address.range() === 'loopback') return undefined;
  return address instanceof ipaddr.IPv6
    ? ipaddr.IPv6.networkAddressFromCIDR(`${address}/64`).toString()
    : address.toString();
}
