import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { subcommands } from '../../commands/index.js';
import { anyText } from '../any-text.js';
import { after, Story } from '../builders.js';
import { sample } from '../sample.js';
import { words } from '../view/words.js';
import { buttons, closed, elsewhere, incident, mine, read, say } from './place.js';

const opens = (drill: boolean, runbook = 'api-down') => ({
  wish: { command: { do: 'open', by: 'slack:USAM', channel: 'C1', drill }, runbook },
  incident: null,
});

describe('a runbook by its name', () => {
  test.each([
    'api-down',
    ' api-down ',
    'API-Down',
    '"api-down"',
    '“api-down”',
    "'api-down'",
    'api-down api',
    'api-down\u00a0',
    '\u2003api-down\u3000',
    '\u200bapi-down',
    '\u202eapi-down\u202c',
    '\u2066api-down\u2069',
  ])('%j starts it', async (said) => {
    expect(await say(said)).toEqual(opens(false));
  });

  test.each(['api-down --drill', 'api-down —drill', 'api-down –drill', 'api-down --DRILL', 'api-down api --drill'])(
    '%j practises it',
    async (said) => {
      expect(await say(said)).toEqual(opens(true));
    },
  );

  test.each(['api-down now', 'api-down please restart', 'api-down drill', 'api-down -drill', 'api-down redis'])(
    '%j starts nothing, and says what would be right',
    async (said) => {
      expect(await read(said)).toBe(
        'api-down is about api and takes only `--drill` after its name. Nothing was started; send `/incident api-down`.',
      );
    },
  );
});

describe('a word that is neither runbook nor command', () => {
  test.each([
    ['api-donw', 'api-down'],
    ['apidown', 'api-down'],
    ['api-dwon', 'api-down'],
    ['api-slo', 'api-slow'],
    ['statsu', 'status'],
    ['diagnos', 'diagnose'],
    ['lsit', 'list'],
  ])('%s is answered with %s and starts nothing', async (said, meant) => {
    expect(await read(said)).toBe(
      `No runbook or command is called \`${said}\`; nearest: \`${meant}\`. Nothing was started.`,
    );
  });

  test('offers to run the nearest runbook, and the list of all', async () => {
    expect(await buttons('api-donw')).toEqual(['Run api-down', 'Show runbooks']);
    expect(await buttons('statsu')).toEqual(['Show runbooks']);
  });

  test.each([
    '🔥',
    '---',
    '"',
    '*',
    '<@U123>',
    '<!channel>',
    '$(reboot)',
    '__proto__',
    'constructor',
    '--drill api-down',
    'مساعدة',
    '助けて',
  ])('%s is nobody’s', async (said) => {
    expect(await read(said)).toMatch(/^(No runbook or command is called|Open here:)/);
  });

  test('is cut when it is long, and the answer stays short', async () => {
    const answer = await read('x'.repeat(10_000));
    expect(answer).toContain(`\`${'x'.repeat(59)}…\``);
    expect(answer.length).toBeLessThan(150);
  });

  test('is shown without what reorders or hides text', async () => {
    expect(await read('\u202egnihton\u202c \u001b[31mx')).toContain('called `gnihton`');
  });
});

describe('/incident alone', () => {
  test.each(['', '   ', '\u00a0\u2003', '\u200b'])(
    '%j says what is open here and offers the runbooks',
    async (said) => {
      expect(await read(said)).toContain('INC-12 api: diagnosing');
      expect(await buttons(said)).toEqual(['Run api-down', 'Run api-slow']);
    },
  );

  test('says when nothing is open, and offers nothing when there are no runbooks', async () => {
    expect(await read('', { incidents: [closed, elsewhere] })).toBe('Nothing is open here.');
    expect(await buttons('', { runbooks: [] })).toEqual([]);
  });
});

describe('what is only read', () => {
  test('help names every command that is typed here, the runbooks and what is open, on a phone', async () => {
    const help = await read('help');
    const typed = subcommands.filter(({ group }) => group !== null && group !== 'terminal');
    for (const { usage } of typed) expect(help).toContain(`\`${usage}\``);
    expect(help).toContain('Find out: `/incident api-down` (`--drill` to practise), `diagnose`, ');
    expect(help.split('\n').map((line) => line.split(':')[0])).toEqual(['Find out', 'Act', 'Record', 'End', 'Here']);
    expect(help).not.toContain('export');
    expect(help).toContain('Here: api-down, api-slow. Open: INC-12.');
    expect(await read('help', { runbooks: [], incidents: [] })).toContain('Here: no runbooks. Open: nothing.');
  });

  test('help in a terminal has a line for every word, as it is typed there', async () => {
    const help = await read('help', { channel: null });
    for (const { usage, says } of subcommands.filter(({ group }) => group !== null))
      expect(help).toContain(`\`incident ${usage}\` ${says}`);
    expect(help).not.toContain('/incident');
  });

  test('list shows what is open here, drills as drills', async () => {
    const drill = new Story([sample], 'INC-15').open({ drill: true }).incident;
    expect(await read('list', { incidents: [mine, drill, elsewhere] })).toBe(
      ['Open here:', 'INC-12 api: diagnosing, since <03:05>', 'INC-15 drill, api: diagnosing, since <03:05>'].join(
        '\n',
      ),
    );
  });

  test('list shows ten and counts the rest', async () => {
    const incidents = Array.from({ length: 12 }, (_, at) => incident(`INC-${at}`, 'C1'));
    expect((await read('list', { incidents })).split('\n').at(-1)).toBe('and 2 more');
  });

  test('runbooks says which are past their review', async () => {
    expect(await read('runbooks')).toContain('`api-down` API Down: api, kept by platform, reviewed 2025-12-01');
    expect(await read('runbooks')).not.toContain('overdue');
    expect(await read('runbooks', { now: after(15 * 86_400) })).toContain('; its review is overdue');
    expect(await read('runbooks', { runbooks: [] })).toBe('There are no runbooks.');
  });

  test('status is the card, without its buttons', async () => {
    expect(await read('status')).toContain('INC-12 api: diagnosing with api-down');
    expect(await buttons('status')).toEqual([]);
  });
});

describe('property: whatever people say', () => {
  test('is answered, and only a runbook’s exact name starts one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(anyText(), fc.constantFrom('api-downn', 'api down', 'apidown')), async (said) => {
        const answer = await say(said);
        if ('wish' in answer && answer.wish.command.do === 'open') {
          expect(said.toLowerCase()).toMatch(/api-(down|slow)/);
        } else if ('message' in answer) expect(words(answer.message.plain)).not.toBe('');
      }),
      { numRuns: 300 },
    );
  });
});

test('no two commands share a word, and none is a runbook of the house', () => {
  const all = subcommands.map(({ word }) => word);
  expect(new Set(all).size).toBe(all.length);
  expect(all).not.toContain('api-down');
  for (const { word, usage } of subcommands) expect(usage.split(' ')[0]).toBe(word);
});
