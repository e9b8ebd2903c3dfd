import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { linkHash, sha256, verifyChain, type StoredLink } from '../../src/store/chain.js';
import { AT } from './builders.js';

function chainOf(payloads: readonly string[]): StoredLink[] {
  const links: StoredLink[] = [];
  for (const [index, payload] of payloads.entries()) {
    const prevHash = links.at(-1)?.hash ?? '';
    const fields = { incident: 'INC-1', seq: index + 1, type: 'noted', version: 1, at: AT, actor: 'bot' };
    const link = { ...fields, payloadHash: sha256(payload), prevHash };
    links.push({ ...link, payload, hash: linkHash(link) });
  }
  return links;
}

const CHANGES: ((link: StoredLink) => StoredLink)[] = [
  (link) => ({ ...link, incident: `${link.incident}0` }),
  (link) => ({ ...link, type: `${link.type}x` }),
  (link) => ({ ...link, version: link.version + 1 }),
  (link) => ({ ...link, at: new Date(Date.parse(link.at) + 1).toISOString() }),
  (link) => ({ ...link, actor: `${link.actor}x` }),
  (link) => ({ ...link, payload: `${link.payload ?? ''} ` }),
  (link) => ({ ...link, payloadHash: sha256('other'), payload: null }),
  (link) => ({ ...link, prevHash: sha256('other') }),
  (link) => ({ ...link, hash: sha256('other') }),
];

/** A chain, and the index of one of its links. */
const chainAndIndex = fc
  .array(fc.json(), { minLength: 1, maxLength: 6 })
  .chain((payloads) => fc.tuple(fc.constant(chainOf(payloads)), fc.nat({ max: payloads.length - 1 })));

describe('the chain of an incident', () => {
  test('that nobody touched is intact, with or without its payloads', () => {
    fc.assert(
      fc.property(chainAndIndex, ([links, index]) => {
        const pruned = links.map((link, at) => (at === index ? { ...link, payload: null } : link));
        const head = links.at(-1)?.hash;
        expect(verifyChain(links)).toEqual({ intact: true, events: links.length, pruned: 0, head });
        expect(verifyChain(pruned)).toEqual({ intact: true, events: links.length, pruned: 1, head });
      }),
    );
  });

  test('names the first link in which anything was changed', () => {
    fc.assert(
      fc.property(chainAndIndex, fc.constantFrom(...CHANGES), ([links, index], change) => {
        const changed = links.map((link, at) => (at === index ? change(link) : link));
        expect(verifyChain(changed)).toMatchObject({ intact: false, seq: index + 1 });
      }),
    );
  });

  test('names the first link that was cut out, unless it was the last', () => {
    fc.assert(
      fc.property(chainAndIndex, ([links, index]) => {
        fc.pre(index < links.length - 1);
        expect(verifyChain(links.toSpliced(index, 1))).toMatchObject({ intact: false, seq: index + 1 });
      }),
    );
  });

  test('has another head when its end was cut off', () => {
    const links = chainOf(['1', '2']);
    expect(verifyChain(links.slice(0, 1))).toMatchObject({ intact: true, events: 1, head: links[0]?.hash });
    expect(links[0]?.hash).not.toBe(links[1]?.hash);
  });

  test('does not confuse neighbouring fields', () => {
    const link = { incident: 'a', seq: 1, version: 1, at: AT, payloadHash: '', prevHash: '' };
    expect(linkHash({ ...link, type: 'ab', actor: 'c' })).not.toBe(linkHash({ ...link, type: 'a', actor: 'bc' }));
  });

  test('of an incident without events is intact and has no head', () => {
    expect(verifyChain([])).toEqual({ intact: true, events: 0, pruned: 0, head: '' });
  });
});
