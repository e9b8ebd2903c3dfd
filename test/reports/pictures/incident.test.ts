import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { incidentPicture } from '../../../src/reports/pictures/incident.js';
import { Mending, offering } from '../../view/mending.js';
import { liveWithRemedies, remedySteps } from '../../view/remedy-lives.js';
import { expectLegible, sizeOf, wordsIn } from './boxes.js';
import { accountOf, CLIMB, falseAlarm, ladder, outOfMemory, samplesOf } from './stories.js';

const GOLDEN = join(import.meta.dirname, 'out-of-memory.svg');
const HOSTILE = '<script>alert(1)</script> "&amp;" <!channel> \u202e\u0007\n ]]> 🔥 漢字 password=hunter22 ';

const saidIn = (svg: string): string =>
  wordsIn(svg)
    .map(({ words }) => words)
    .join('\n');

describe('the picture of an incident', () => {
  test('is the one a reviewer has seen (UPDATE_PICTURES=1 writes it anew)', () => {
    const { svg } = incidentPicture(accountOf(outOfMemory(), { samples: CLIMB }));
    if (process.env['UPDATE_PICTURES'] === '1') writeFileSync(GOLDEN, svg);
    expect(existsSync(GOLDEN) ? readFileSync(GOLDEN, 'utf8') : 'not there').toBe(svg);
  });

  test('says in words what it shows, with its values', () => {
    expect(incidentPicture(accountOf(outOfMemory(), { samples: CLIMB })).alt).toBe(
      'INC-12, api: out of memory. 4 Dec 2025, 03:05:00 UTC to 03:21:21 UTC: resolved after 16 min 21 s. ' +
        'Remedies: raise memory of api to 4 GiB: verified, 03:06:11 UTC; memory was at most 2.0 of 2.0 GiB.',
    );
    expect(incidentPicture(accountOf(falseAlarm())).alt).toMatch(
      /closed as false alarm .+No remedy was run; memory was not recorded\.$/,
    );
  });

  test('has every diagnosis, remedy and watch, and every decision', () => {
    const said = saidIn(incidentPicture(accountOf(ladder())).svg);
    for (const words of [
      'Diagnosis 1: does not answer, 1 s',
      'Remedy 1, did not help: restart api',
      'Watch after remedy 2: relapse, 4 min 10 s',
      'Remedy 3, denied: hard restart api, its log saved first',
      'Watch after remedy 4: clean, 15 min',
      '03:11:41 relapse',
      '03:12:31 Sam denied remedy 3',
      '03:28:41 Ada resolved it',
    ])
      expect(said).toContain(words);
  });

  test('says what is missing: samples, an end, a break in its time', () => {
    expect(saidIn(incidentPicture(accountOf(ladder())).svg)).toContain('Memory and CPU: not recorded.');
    expect(saidIn(incidentPicture(accountOf(new Mending().broken().wait(100))).svg)).toContain('1 min 41 s so far');
    const long = new Mending().broken().wait(3 * 86_400);
    long.do({ do: 'close', by: 'slack:UADA', how: 'resolved', reason: 'mended' });
    const { svg } = incidentPicture(accountOf(long, { samples: CLIMB }));
    expect(saidIn(svg)).toContain('Left out at the zigzag, from left to right: 3 d');
    expectLegible(svg);
  });

  test('says of a drill that it is one', () => {
    const picture = incidentPicture(accountOf(outOfMemory({ drill: true })));
    expect(saidIn(picture.svg)).toContain('Drill, for practice.');
    expect(picture.alt).toMatch(/^Drill, for practice\./);
  });

  test('of thirty remedies shows the first and the last, and says how many there were', () => {
    const story = new Mending().broken('unknown');
    for (let request = 1; request <= 30; request += 1) {
      story
        .offer([offering('restart', { hash: String(request) })])
        .request()
        .then({ do: 'withdraw', by: 'slack:UADA', request });
    }
    const { svg } = incidentPicture(accountOf(story));
    expect(saidIn(svg)).toContain('What was done: 32 in all, the first and last 7');
    expectLegible(svg);
    expect(sizeOf(svg).height).toBeLessThan(2_000);
  });

  test('of three seconds has room for its words', () => {
    const story = new Mending().open();
    story.wait(3).do({ do: 'close', by: 'slack:UADA', how: 'cancelled', reason: 'by mistake' });
    expectLegible(incidentPicture(accountOf(story)).svg);
    expectLegible(incidentPicture(accountOf(story, { samples: CLIMB })).svg);
  });

  test('keeps foreign words inert, masked, and within its edges', () => {
    const plan = { ...offering('restart').plan, title: HOSTILE.repeat(20) };
    const story = new Mending()
      .broken('unknown')
      .offer([offering('restart', { plan })])
      .request()
      .approve();
    const { svg, alt } = incidentPicture(accountOf(story, { names: { 'slack:UADA': HOSTILE.repeat(5) } }));
    for (const gone of ['<script', 'hunter22', '\u202e', '\u0007', '🔥']) expect(svg).not.toContain(gone);
    expect(svg.replace(/&(?:amp|lt|gt|quot|#39);/g, '')).not.toContain('&');
    expect(alt).not.toContain('hunter22');
    expectLegible(svg);
  });

  test('has its words inside and apart from each other, whatever happens', () => {
    const uses = fc.array(fc.record({ memory: fc.nat(8e9), limit: fc.nat(8e9), cpu: fc.option(fc.nat(800)) }), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(remedySteps, uses, fc.integer({ min: 1, max: 500 }), (life, used, step) => {
        const seen: Mending[] = [];
        liveWithRemedies(life, (story) => seen.push(story));
        const story = seen.at(-1) ?? new Mending().open();
        const samples = samplesOf(-300, -300 + step * used.length, step, () => ({ memory: 0 })).flatMap(
          (sample, index) => {
            const use = used[index];
            return use === undefined ? [] : [{ ...sample, ...use }];
          },
        );
        const { svg, alt } = incidentPicture(accountOf(story, { samples }));
        expectLegible(svg);
        expect(svg).not.toMatch(/NaN|undefined|Infinity/);
        expect(alt.length).toBeLessThanOrEqual(1_000);
      }),
      { numRuns: 150 },
    );
  });
});
