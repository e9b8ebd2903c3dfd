import type { Command } from '../../src/incident/command.js';
import type { Incident } from '../../src/incident/state.js';
import { makeAnswers } from '../builders.js';
import { ILL, offering } from './mending.js';
import { by, Recording } from './recording.js';

const open = (): Recording => new Recording().broken();
const alerted = (): Recording => new Recording().alerted();
const ended = (): Recording => open().mended().watchedClean().resolve();
const reported = (): Recording => ended().reported();
const drill = (): Recording => new Recording().broken('memory', { drill: true });
const acknowledge: Command = { do: 'acknowledge', by: 'slack:UADA' };
const snooze: Command = { do: 'snooze', by: 'slack:UADA', minutes: 20 };
const reopen: Command = { do: 'reopen', by: 'slack:USAM', reason: 'it was killed again' };
const escalate: Command = { do: 'escalate', by: 'slack:UADA', reason: 'two remedies, no idea' };
const checkData: Command = { do: 'check_data', by: 'slack:UADA' };
const looked = (holds: 'yes' | 'no' | 'unknown'): Command => ({
  do: 'data_checked',
  holds,
  says: [holds === 'no' ? 'Rows: 88213, 88190 expected' : 'Rows: 88213, as expected'],
});
const drafted: Command = {
  do: 'drafted',
  task: 'runbook',
  says: ['no branch covered exit code 137 twice; look it over and commit it'],
  file: { name: 'api-down.patch', title: 'Patch of the runbook', hash: 'patch', encoding: 'utf8', alt: null },
};
const well = makeAnswers(
  { health: { ok: true }, container: { oom_killed: false, killed_at: null } },
  { health: ['200 in 41 ms, twice'], container: ['running since 03:09'] },
);

function failedTwice(): Recording {
  const tried = open()
    .offer([offering('raise_memory')])
    .request()
    .approve()
    .begin('setting the limit to 4 GiB')
    .acted('done', 'limit 2 GiB to 4 GiB, started')
    .verified('did_not_help', [ILL])
    .offer([offering('restart')]);
  return tried.request(2).approve().begin('stopping').acted().verified('did_not_help', [ILL]);
}

/** An incident in each state of its record that its messages show differently. */
export const recordScenes: Readonly<Record<string, Incident>> = {
  'alert-opened': alerted().incident,
  'alert-opened-drill': new Recording().alerted({ drill: true }).incident,
  'alert-nudged': alerted().minutes(2).incident,
  'alert-nudged-drill': new Recording().alerted({ drill: true }).minutes(2).incident,
  'alert-acknowledged': alerted().minutes(2).then(acknowledge).incident,
  'alert-resolved': alerted()
    .then(acknowledge)
    .then({ do: 'alert', by: 'alert:APIDown', channel: 'C1', state: 'resolved', says: 'The API is up' }).incident,
  commander: open().then(by.take('slack:UADA'), { do: 'give_role', by: 'slack:UADA', role: 'scribe', to: 'slack:UKIM' })
    .incident,
  'severity-lowered': open().then({ do: 'set_severity', by: 'slack:UADA', severity: 'medium' }).incident,
  'over-target': open().minutes(5).incident,
  'escalated-level-2': failedTwice().minutes(15).incident,
  'escalated-level-3': open().minutes(30).incident,
  'escalated-by-hand': open()
    .offer([offering('raise_memory')])
    .request()
    .then(escalate).incident,
  'escalated-and-taken': open().then(escalate, by.take('slack:USAM')).incident,
  'escalated-drill': drill().then(escalate).incident,
  'update-due': open().then(by.take('slack:UADA')).minutes(20).incident,
  'update-put-off': open().minutes(20).then(snooze).incident,
  'update-told': open().minutes(20).then(by.note('slack:UADA', 'waiting for the database team')).incident,
  'update-asked-twice': open().minutes(41).incident,
  handover: failedTwice().then(escalate, by.take('slack:UADA'), by.give('slack:UADA', 'slack:UKIM')).incident,
  'handover-while-asked': open()
    .offer([offering('raise_memory')])
    .request()
    .then(by.give('slack:UADA', 'slack:USAM')).incident,
  'well-again': open().then({ do: 'diagnose', by: 'slack:UADA' }).answer(well, 2).incident,
  'no-channel-of-its-own': {
    ...open().incident,
    channelRefused: 'Slack does not let the bot make channels (missing scope channels:manage)',
  },
  'resolved-report-on-its-way': ended().incident,
  resolved: reported().incident,
  'resolved-drill': drill().mended().watchedClean().resolve().reported().incident,
  'resolved-without-summary': ended().reported([], 'The summary could not be written: its template is missing.')
    .incident,
  'checklist-begun': reported().then(
    by.tick('slack:USAM', 'monitoring'),
    checkData,
    looked('no'),
    { do: 'draft', by: 'slack:UADA', task: 'runbook' },
    drafted,
    { do: 'draft', by: 'slack:UADA', task: 'post_mortem' },
    by.tick('slack:UADA', 'follow_up_1'),
  ).incident,
  'checklist-data-looked-at': reported().then(checkData).incident,
  'checklist-done': reported().then(
    checkData,
    looked('yes'),
    ...['monitoring', 'post_mortem', 'runbook', 'follow_up_1', 'follow_up_2'].map((task) =>
      by.tick('slack:UADA', task),
    ),
  ).incident,
  reopened: reported().then(reopen).incident,
  'reopened-drill': drill().mended().watchedClean().resolve().reported().then(reopen).incident,
  'reopened-resolved-again': reported()
    .then(reopen)
    .then({ do: 'diagnose', by: 'slack:UADA' })
    .answer(well, 2)
    .resolve([])
    .reported().incident,
  'false-alarm-reopened': new Recording()
    .open()
    .answer(well)
    .then({ do: 'close', by: 'slack:UADA', how: 'false_alarm', reason: '' }, reopen).incident,
};
