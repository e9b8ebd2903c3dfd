import type { Command } from '../../src/incident/command.js';
import type { Incident } from '../../src/incident/state.js';
import { ILL, Mending, offering, POLICIES, WELL } from './mending.js';

const both = [offering('raise_memory'), offering('restart')];
const one = [offering('restart')];
const offers = (): Mending => new Mending().broken().offer(both);
const asked = (): Mending => offers().request();
const approved = (): Mending => asked().approve();
const done = (): Mending =>
  approved().begin('setting the limit to 4 GiB', 'starting api-server').acted('done', 'limit 2 GiB to 4 GiB, started');
const watched = (): Mending => done().verified('verified', [WELL]);
const silent = (find: string | null): Command => ({ do: 'lost', request: 1, why: ['Docker fell silent'], find });
const FIND = '`docker inspect -f "{{.HostConfig.Memory}}" api-server`: 4294967296 means it happened';
const lost = (): Mending => approved().begin('setting the limit to 4 GiB').then(silent(null), silent(FIND));
const clean: Command = { do: 'watched', request: 1, how: 'clean', says: ['Health endpoint: 200 in 40 ms'] };
const broke: Command = { do: 'watched', request: 1, how: 'relapsed', says: ['Health endpoint: connection refused'] };
const settle = (happened: boolean): Command => ({ do: 'settle', by: 'slack:USAM', request: 1, happened });
const hard = (): Mending =>
  new Mending()
    .broken('unknown')
    .offer([offering('hard_restart', { policy: POLICIES.medium })])
    .request(1, 'slack:USAM', true)
    .begin('killing api-server')
    .acted('done', 'made anew and started in 9 s', [
      { title: 'Log of api-server before it was killed', name: 'api-server.log', hash: 'hash', lines: 1204 },
    ]);
const notPrepared = (how: 'void' | 'not_needed' | 'not_looked' | 'busy', says: string): Incident =>
  approved().then({ do: 'not_prepared', request: 1, how, says: [says] }).incident;

/** An incident in each state of its remedies that its messages show differently. */
export const remedyScenes: Readonly<Record<string, Incident>> = {
  'remedies-offered': offers().incident,
  'remedy-offered': new Mending().broken('unknown').offer(one).incident,
  'remedies-off': new Mending().broken().offer([], { off: 'the bot only observes here (mode: observe in config.yml)' })
    .incident,
  'remedy-impossible': new Mending()
    .broken()
    .offer(one, { impossible: [{ remedy: 'raise_memory', title: 'raise memory', why: 'api has no memory limit' }] })
    .incident,
  'approval-wanted': asked().incident,
  'approval-wanted-drill': new Mending().broken('memory', { drill: true }).offer(both).request().incident,
  'approval-by-two': new Mending()
    .broken('unknown')
    .offer([offering('hard_restart')])
    .request().incident,
  'approval-by-two-once-said': new Mending()
    .broken('unknown')
    .offer([offering('hard_restart')])
    .request()
    .approve().incident,
  approved: approved().incident,
  'approved-by-own-yes': new Mending().broken('unknown').offer(one).request(1, 'slack:USAM', true).incident,
  'needs-no-approval': new Mending()
    .broken('unknown')
    .offer([offering('restart', { policy: POLICIES.low })])
    .request().incident,
  'glass-broken': asked().then({
    do: 'break_glass',
    by: 'slack:UKIM',
    offer: 1,
    request: null,
    reason: 'nobody of them is awake',
    may: true,
  }).incident,
  denied: asked()
    .then({ do: 'deny', by: 'slack:USAM', request: 1, reason: 'the import is still running', may: true })
    .offer(both).incident,
  lapsed: asked().wait(601).then({ do: 'wake' }).offer(both).incident,
  withdrawn: asked().then({ do: 'withdraw', by: 'slack:UADA', request: 1 }).incident,
  void: notPrepared('void', 'it would now be: limit 4 GiB to 8 GiB, then start'),
  'not-needed': notPrepared('not_needed', 'Health endpoint: 200 in 40 ms'),
  'not-looked': notPrepared('not_looked', 'Docker gave no answer in 5 s'),
  busy: notPrepared('busy', 'INC-13 works on local/api-server'),
  running: approved().begin('setting the limit to 4 GiB', 'starting api-server').incident,
  verifying: done().incident,
  watching: watched().incident,
  'watch-clean': watched().wait(900).then(clean).incident,
  relapsed: watched().wait(300).then(broke).incident,
  'did-not-help': done()
    .verified('did_not_help', [ILL])
    .offer([offering('hard_restart')]).incident,
  'did-not-help-planning': done().verified('did_not_help', [ILL]).incident,
  'not-verified': done().verified('not_verified', [{ ...WELL, after: ['no answer in 3 s'] }]).incident,
  failed: approved()
    .begin('setting the limit to 4 GiB')
    .acted('failed', 'Docker refused it; the limit is still 2 GiB')
    .offer([offering('hard_restart')]).incident,
  'log-saved': hard().verified('verified', [WELL]).incident,
  escalated: hard().verified('did_not_help', [ILL]).incident,
  'outcome-being-found-out': approved().begin('setting the limit to 4 GiB').then(silent(null)).incident,
  'outcome-unknown': lost().incident,
  'outcome-said-yes': lost().then({ do: 'plan_message', slot: 'unknown-1', channel: 'C1' }, settle(true)).incident,
  'outcome-said-no': lost().then({ do: 'plan_message', slot: 'unknown-1', channel: 'C1' }, settle(false)).offer(both)
    .incident,
  resolved: watched().wait(900).then(clean, { do: 'close', by: 'slack:UADA', how: 'resolved', reason: 'more memory' })
    .incident,
  'resolved-by-hand': offers().then({ do: 'close', by: 'slack:UADA', how: 'resolved', reason: 'restarted it by hand' })
    .incident,
  'closed-while-asked': asked().then({ do: 'close', by: 'slack:UADA', how: 'cancelled', reason: 'wrong service' })
    .incident,
};
