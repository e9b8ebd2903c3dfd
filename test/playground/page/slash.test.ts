import { describe, expect, test } from '@jest/globals';
import { begun, offered } from '../../../playground/page/slash.js';

const incident = { command: '/incident', description: 'Runs a runbook', hint: '[runbook | status]' };
const other = { command: '/invite', description: 'Invites', hint: '@name' };
const both = [incident, other];

describe('the commands on offer', () => {
  test.each([
    ['/', both],
    ['/in', both],
    ['/INC', [incident]],
    ['/incident', []],
    ['/incident ', []],
    ['/nothing', []],
    ['', []],
    ['say /in', []],
    [' /in', []],
  ])('for %p', (text, expected) => {
    expect(offered(text, both)).toEqual(expected);
  });
});

describe('the command that is being typed', () => {
  test.each([
    ['/incident', incident],
    ['/incident api-down', incident],
    ['/incident\napi-down', incident],
    ['/inc', null],
    ['', null],
  ])('for %p', (text, expected) => {
    expect(begun(text, both)).toEqual(expected);
  });
});
