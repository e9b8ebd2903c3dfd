import { describe, expect, test } from '@jest/globals';
import { headlineOf, headlineText } from '../../src/incident/headline.js';
import { standingOf } from '../../src/incident/standing.js';
import { remedyScenes } from '../view/remedy-scenes.js';

describe('an incident in five words', () => {
  test.each([
    ['remedies-offered', '🔴 api down: out of memory'],
    ['approval-wanted', '✋ api down: approval wanted'],
    ['approved', '⚙️ api down: remedy running'],
    ['verifying', '⚙️ api down: remedy running'],
    ['outcome-unknown', '⚠️ api down: outcome unknown'],
    ['outcome-said-yes', '⚙️ api down: remedy running'],
    ['outcome-said-no', '🔴 api down: out of memory'],
    ['denied', '🔴 api down: out of memory'],
    ['not-needed', '🔴 api down: out of memory'],
    ['watching', '👀 api up: watching'],
    ['watch-clean', '✅ api up: remedy verified'],
    ['relapsed', '🔍 api: diagnosing'],
    ['did-not-help', '❌ api down: remedy did not help'],
    ['failed', '❌ api down: remedy failed'],
    ['not-verified', '❔ api not checked: remedy not verified'],
    ['escalated', '📣 api down: escalated'],
    ['resolved', '🏁 api up: resolved'],
    ['closed-while-asked', '🚫 api down: cancelled'],
  ])('of %s are %s', (name, words) => {
    const incident = remedyScenes[name];
    if (incident === undefined) throw new Error('the scene is gone');
    const headline = headlineOf(incident);
    expect(`${headline.emoji} ${headlineText(headline)}`).toBe(words);
  });

  test('do not call a service up or down that somebody mended by hand', () => {
    const incident = remedyScenes['resolved-by-hand'];
    if (incident === undefined) throw new Error('the scene is gone');
    expect(headlineText(headlineOf(incident))).toBe('api: resolved');
  });
});

test('a relapse that no new run follows is where the incident stands', () => {
  const relapsed = remedyScenes.relapsed;
  if (relapsed === undefined) throw new Error('the scene is gone');
  const incident = { ...relapsed, runs: relapsed.runs.slice(0, 1) };
  expect(standingOf(incident).as).toBe('relapsed');
  expect(headlineText(headlineOf(incident))).toBe('api down: relapse');
});
