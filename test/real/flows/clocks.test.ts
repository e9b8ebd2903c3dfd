import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { BotProcess } from '../../../demo/bot-process.js';
import type { Message } from '../../../playground/model.js';
import { until } from '../../until.js';
import { startBare, type Bare } from './bare.js';
import { clockRunbook, type Pace } from './clock-runbook.js';
import { CHANNEL, EVERYBODY, headerOf, PATIENCE_MS, repliesTo, wordsOf } from './reading.js';
import { cancelAll, labelsOf, Scene } from './scene.js';

const TOKEN = 'a-token-of-this-test';
/** Far enough apart that a machine which stands still for seconds does not bring two of them at once: then only the highest level is called. */
const SOON: Pace = { acknowledge: '8s', levels: ['16s', '25s'] };
const UPDATES_MS = 34_000;
/** An alert's card waits for its verdict this long (incident/timers.ts). */
const CARD_WAITS_MS = 5_000;
/** By service, which is also what its alert and its runbook are called after. */
const PACES: Readonly<Record<string, Pace>> = {
  shop: { ...SOON, updates: `${UPDATES_MS}ms` },
  till: { acknowledge: '8s', levels: ['10s', '12s'] },
  desk: SOON,
  yard: { ...SOON, updates: `${UPDATES_MS}ms` },
  shed: { acknowledge: '5m', levels: ['15m', '30m'], heals: true },
};

let bare: Bare;
let bot: BotProcess;

beforeAll(async () => {
  bare = await startBare({
    services: Object.keys(PACES),
    runbook: (id, service) => clockRunbook(id, service, PACES[service] ?? SOON),
    env: { ALERT_TOKEN: TOKEN },
    config: (workspace) => ({
      people: {
        approvers: { group: workspace.group('api-approvers').id },
        'on-call': { users: [workspace.person('ada').id] },
        'senior-oncall': { users: [workspace.person('lee').id] },
        'engineering-lead': { users: [workspace.person('kim').id] },
      },
      approval: { approvers: 'approvers' },
      incidents: { on_call: 'on-call', alerts_channel: workspace.channel(CHANNEL).id },
    }),
  });
  bot = await bare.start();
});

afterAll(() => bare.stop());

beforeEach(() => bare.gate.breakDown());

/** Sends what Alertmanager sends; resolves with the status of the answer. */
async function alert(service: string, status: 'firing' | 'resolved' = 'firing', token = TOKEN): Promise<number> {
  const labels = { alertname: `${service}-alert`, severity: 'critical' };
  const annotations = { summary: `${service} answers with errors` };
  const one = { status, labels, annotations, startsAt: '2026-11-22T03:04:00Z', fingerprint: `f-${service}` };
  const response = await fetch(`http://127.0.0.1:${bot.port}/alerts/alertmanager`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ version: '4', status, receiver: 'bot', groupKey: service, alerts: [one] }),
  });
  return response.status;
}

async function alertOf(service: string): Promise<Scene> {
  return Scene.begun(bare, `Alertmanager says: ${service}-alert fires`, () => alert(service));
}

/** What was posted since a moment, by the first words of each, and whose phone buzzed for it. */
function listening(): () => { channel: string[]; replies: string[]; buzzed: Record<string, number> } {
  const { workspace } = bare;
  const places = ['#inc-api', '#general', '#private-ops', '#partners'].map((name) => workspace.channel(name));
  const before = new Set(places.flatMap((place) => place.everPosted()).map(({ ts }) => ts));
  const heard = new Map(EVERYBODY.map((who) => [who, workspace.notifications(who).length]));
  return () => {
    const posted = places.flatMap((place) => place.everPosted()).filter(({ ts }) => !before.has(ts));
    const buzzes = EVERYBODY.map((who) => [who, workspace.notifications(who).length - (heard.get(who) ?? 0)] as const);
    return {
      channel: posted.filter(({ threadTs }) => threadTs === undefined).map((one) => headerOf(one)),
      replies: posted.filter(({ threadTs }) => threadTs !== undefined).map((one) => leadOf(one)),
      buzzed: Object.fromEntries(buzzes.filter(([, count]) => count > 0)),
    };
  };
}

/** What a reply is: the name of its file, otherwise how it begins. */
function leadOf(message: Message): string {
  const [file] = message.files ?? [];
  return (
    file?.name.replace(/^INC-\d+-/, '') ?? message.versions[0].text.replace(/^(Drill, nobody is paged\. )?INC-\d+ /, '')
  );
}

/** How often somebody's phone buzzed for an incident. */
function buzzes(who: string, { incident }: Scene): number {
  return bare.workspace.notifications(who).filter(({ text }) => text.includes(incident)).length;
}

/** The reply in the thread that says this, as it is now. */
async function reply(scene: Scene, words: RegExp): Promise<Message> {
  const { workspace } = bare;
  const found = await workspace.waitFor(
    () => repliesTo(workspace, scene.card).find((one) => words.test(wordsOf(workspace, one))),
    { what: `a reply that says ${String(words)}`, timeout: PATIENCE_MS },
  );
  scene.note('In the thread:', wordsOf(workspace, found));
  return found;
}

describe('an alert that nobody answers at first', () => {
  let scene: Scene;

  afterAll(() => cancelAll(bare.workspace));

  test('opens its incident: one message with the verdict, which wakes who is on call', async () => {
    expect(await alert('shop', 'firing', 'not-the-token-of-this-test')).toBe(401);
    const begun = Date.now();
    scene = await alertOf('shop');
    const [first] = scene.card.versions;
    // A verdict that took longer than the card waits for it is edited in.
    if (first.at - begun < CARD_WAITS_MS)
      expect(headerOf({ ...scene.card, ...first })).toBe('🔴 shop down: answers with errors');
    expect(scene.words()).toContain('Next: @Ada, heal it.');
    expect(scene.words()).toContain('opened by alert shop-alert');
    expect(scene.labels()[0]).toBe(`Acknowledge ${scene.incident}`);
    expect(buzzes('ada', scene)).toBe(1);
    // Alertmanager repeats itself.
    expect(await alert('shop')).toBe(200);
  });

  test('nudges once, and gives way to whoever acknowledges it', async () => {
    const nudge = await reply(scene, /nobody acknowledged it within 8 s/);
    expect(wordsOf(bare.workspace, nudge)).toContain(`Next: @Ada, acknowledge ${scene.incident} on its card`);
    expect(buzzes('ada', scene)).toBe(2);
    await scene.press('ada', `Acknowledge ${scene.incident}`);
    await scene.shows(/answers with errors/, () => !scene.labels().includes(`Acknowledge ${scene.incident}`));
    expect(scene.words()).toMatch(/acknowledged/);
    expect(scene.words()).not.toContain('@Ada,');
    await reply(scene, /nothing here; .*[Aa]da.* acknowledged it/);
  });

  test('calls the levels in their order, and makes whoever presses the commander', async () => {
    const second = await scene.news(/escalated/);
    expect(wordsOf(bare.workspace, second)).toMatch(
      /Next: @Lee, take command\.\s+Down since .*, answers with errors\.\nNothing was tried yet/,
    );
    const third = await bare.workspace.waitFor(
      () => scene.messages().find((one) => one.ts !== second.ts && headerOf(one).includes('escalated')),
      { what: 'level 3', timeout: PATIENCE_MS },
    );
    expect(wordsOf(bare.workspace, third)).toMatch(/Next: @Kim, take command\.[^]*level 3: not solved after 25 s/);
    await scene.press('kim', 'Take command', third);
    await scene.shows(/answers with errors/, () => /commander Kim/i.test(scene.words()));
    await bare.workspace.waitFor(
      () => [second, third].every((one) => labelsOf(bare.workspace.current(one)).length === 0),
      { what: 'both calls to give way' },
    );
    expect([buzzes('lee', scene), buzzes('kim', scene)]).toEqual([1, 1]);
  });

  test('asks the commander for an update, puts it off when told to, and takes a note for an answer', async () => {
    const { workspace } = bare;
    const due = await reply(scene, /An update is due/);
    const asked = Date.now();
    expect(wordsOf(workspace, due)).toContain('Next: @Kim, say in one sentence how it stands.');
    expect(buzzes('kim', scene)).toBe(2);
    await scene.press('kim', 'Snooze 20 min', due);
    await workspace.waitFor(() => labelsOf(workspace.current(due)).length === 0, { what: 'the buttons to be gone' });
    await reply(scene, /put it off until/);
    // The next one would be due by now.
    await until(() => Date.now() > asked + UPDATES_MS + 2_000, 'the time of another update', 2 * UPDATES_MS);
    expect(scene.thread().filter((one) => one.includes('update'))).toHaveLength(1);
    await scene.type('kim', '/incident note the vendor looks into it');
    await reply(scene, /somebody told it/);
    await alert('shop', 'resolved');
    await scene.shows(/answers with errors/, () => scene.words().includes('Alertmanager: shop-alert resolved'));
    scene.keep('alert');
  });

  test('in all that, it was said once each', () => {
    expect(scene.thread().filter((one) => one.includes('nobody acknowledged'))).toHaveLength(1);
    expect(scene.messages().map((one) => headerOf(one))).toEqual(Array(2).fill('📣 shop down: escalated'));
    expect({ ada: buzzes('ada', scene), lee: buzzes('lee', scene), kim: buzzes('kim', scene) }).toEqual({
      ...{ ada: 2, lee: 1, kim: 2 },
    });
  });
});

describe('the clock and the noise it makes', () => {
  afterEach(() => cancelAll(bare.workspace));

  test('a bot that slept through two levels calls the highest, once', async () => {
    const heard = listening();
    const scene = await alertOf('till');
    const begun = Date.now();
    await bot.kill();
    await until(() => Date.now() > begun + 12_500, 'both levels to be due');
    expect(scene.messages()).toEqual([]);
    bot = await bare.start();
    const call = await scene.news(/escalated/);
    expect(wordsOf(bare.workspace, call)).toContain('Next: @Kim, take command.');
    await reply(scene, /nobody acknowledged/);
    await scene.press('kim', 'Take command', call);
    await scene.shows(/answers with errors/, () => /commander Kim/i.test(scene.words()));
    expect(heard()).toEqual({
      channel: ['🔴 till down: answers with errors', '📣 till down: escalated'],
      replies: expect.any(Array),
      buzzed: { ada: 2, kim: 1 },
    });
  });

  test('an alert nobody ever answers: three messages, two replies, four mentions', async () => {
    const heard = listening();
    const scene = await alertOf('desk');
    await bare.workspace.waitFor(() => scene.messages().length === 2, { what: 'both levels', timeout: PATIENCE_MS });
    await reply(scene, /nobody acknowledged/);
    expect(heard()).toEqual({
      channel: ['🔴 desk down: answers with errors', ...Array<string>(2).fill('📣 desk down: escalated')],
      replies: [expect.stringMatching(/^evidence, run 1/), expect.stringMatching(/^desk down: nobody acknowledged/)],
      buzzed: { ada: 2, lee: 1, kim: 1 },
    });
  });

  test('a drill goes through all of it and wakes nobody', async () => {
    const heard = listening();
    const scene = await Scene.begun(bare, 'ada types /incident yard-down --drill', () =>
      bare.workspace.person('ada').command(CHANNEL, '/incident yard-down --drill'),
    );
    await bare.workspace.waitFor(() => scene.messages().length === 2, { what: 'both levels', timeout: PATIENCE_MS });
    await reply(scene, /An update is due/);
    const { channel, buzzed } = heard();
    expect(channel).toEqual(Array(3).fill(expect.stringContaining('🎓 Drill, yard down')));
    expect(buzzed).toEqual({});
  });

  test('an ordinary incident: four messages, seven replies, two mentions', async () => {
    const { workspace } = bare;
    const heard = listening();
    const scene = await Scene.begun(bare, 'ada types /incident shed-down', () =>
      workspace.person('ada').command(CHANNEL, '/incident shed-down'),
    );
    await scene.shows(/answers with errors/, () => scene.labels().includes('Heal shed'));
    await scene.approved('Heal shed', ['sam']);
    await scene.verified();
    const clean = await reply(scene, /no relapse/);
    expect(workspace.mentions(clean).users).toEqual([workspace.person('ada').id]);
    await scene.resolve('healed it');
    await reply(scene, /^After INC/);
    await workspace.waitFor(() => heard().channel.some((one) => /^✋ .*: approved$/.test(one)), {
      what: 'the request to say that it was approved',
      timeout: PATIENCE_MS,
    });
    expect(heard()).toEqual({
      channel: [
        '🏁 shed up: resolved',
        expect.stringMatching(/^✋ Run .*: approved$/),
        '✅ shed up: remedy verified',
        '🏁 shed up: resolved',
      ],
      replies: [
        expect.stringMatching(/^evidence, run 1/),
        expect.stringMatching(/, remedy 1, /),
        expect.stringMatching(/no relapse/),
        ...['report.md', 'incident.png', 'tree.png'],
        expect.stringMatching(/^checklist/),
      ],
      // Sam and Lee may approve; Ada is told that she may resolve it.
      buzzed: { ada: 1, sam: 1, lee: 1 },
    });
  });
});
