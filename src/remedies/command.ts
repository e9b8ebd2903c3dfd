import { stat } from 'node:fs/promises';
import { z } from 'zod';
import { CannotLook } from '../checks/check.js';
import { text, type Text } from '../text/text.js';
import { formatDuration } from '../text/units.js';
import { commandParams, type CommandParams, type WrittenStep } from './command-params.js';
import { programStep } from './command-step.js';
import { commandLine } from './command-line.js';
import { ONE_CHANGE } from './limits.js';
import { runSteps, sayRan } from './program-steps.js';
import { defineRemedy, type Doing, type Done, type Place, type Planned, type Settled } from './remedy.js';
import { findTarget, holdOn, pinned, type Pinned } from './target.js';
import { label, onHost, title } from './words.js';

/** What is recorded is masked: the steps themselves are the runbook's, and are compared with this before anything runs. */
const action = z.strictObject({
  steps: z.array(
    z.strictObject({ where: z.string(), line: z.string(), env: z.array(z.string()), timeout: z.number() }),
  ),
  folders: z.array(z.string().nullable()),
  /** Null where no step runs in the container. */
  target: pinned.nullable(),
});
type Action = z.infer<typeof action>;

/** Programs that a runbook spells out, one after another. */
export const command = defineRemedy({
  type: 'command',
  says: "Programs of the runbook's choice, one after another, until one fails: in the service's container, on the machine of the bot, or there in the service's project folder.",
  params: commandParams,
  action,
  plan,
  act,
  settle: (planned, _before, place) => Promise.resolve(unsettled(planned, place)),
});

async function plan(params: CommandParams, place: Place, signal: AbortSignal): Promise<Planned> {
  const { service } = place;
  const target = await targetOf(params, place, signal);
  if (target !== null && 'impossible' in target) return target;
  const folder = await missingFolder(params, place);
  if (folder !== null) return { impossible: folder };
  const planned = actionOf(params, place, target);
  const holds = await holdsOf(target, place, signal);
  const longest = params.steps.reduce((sum, { timeout }) => sum + timeout + ONE_CHANGE, 0);
  return {
    title: title(`run ${planned.steps[0]?.line ?? ''} for ${service.name}`),
    label: params.label ?? label(`Run ${planned.steps.length} commands`),
    does: sayPlan(planned, place),
    like: planned.steps.map((step) => asTyped(step, target)).join(' && '),
    undo: params.undo ?? null,
    afterwards: params.afterwards ?? null,
    holds,
    action: planned,
    before: null,
    longest,
  };
}

async function act(planned: Action, doing: Doing, signal: AbortSignal): Promise<Done> {
  const params = commandParams.parse(doing.params);
  const { target } = planned;
  if (JSON.stringify(actionOf(params, doing, target)) !== JSON.stringify(planned))
    return { result: 'failed', says: text('the runbook spells out other commands by now; nothing was run') };
  if (target !== null) {
    const now = await findTarget(doing.service, doing, signal);
    if ('impossible' in now) return { result: 'failed', says: text(`${now.impossible}; nothing was run`) };
    if (now.pin.id !== target.id)
      return { result: 'failed', says: text(`another container took the place of ${target.name}; nothing was run`) };
  }
  const steps = params.steps.map((step) => programStep(step, target, doing, signal));
  const ran = await runSteps(steps, doing);
  const last = ran.stopped === null && ran.lastLine !== '' ? `: ${ran.lastLine}` : '';
  return {
    result: ran.stopped === null ? 'done' : 'failed',
    says: text(sayRan(steps, ran), last),
    texts: ran.texts,
  };
}

async function targetOf(
  { steps }: CommandParams,
  place: Place,
  signal: AbortSignal,
): Promise<Pinned | null | { readonly impossible: string }> {
  if (steps.every(({ where }) => where !== 'container')) return null;
  const found = await findTarget(place.service, place, signal);
  if ('impossible' in found) return found;
  if (found.state.status === 'running') return found.pin;
  return { impossible: `${found.pin.name} does not run, so nothing can be run in it` };
}

/** Where no step needs the container, it is held if it can be seen: such programs may work on it all the same. */
async function holdsOf(target: Pinned | null, place: Place, signal: AbortSignal): Promise<string[]> {
  const { service } = place;
  if (target !== null) return [holdOn(service, target.name)];
  const own = [holdOn(service, service.name)];
  try {
    const found = await findTarget(service, place, signal);
    return 'pin' in found ? [...own, holdOn(service, found.pin.name)] : own;
  } catch (error) {
    // The engine may be what they mend.
    if (error instanceof CannotLook && !signal.aborted) return own;
    throw error;
  }
}

/** Why a folder of these steps is none; null where all are there. */
async function missingFolder({ steps }: CommandParams, { service }: Place): Promise<string | null> {
  for (const step of steps) {
    if (step.where === 'project' && service.project === null)
      return `config.yml names no project folder for ${service.name} (project:)`;
    const folder = folderOf(step, service.project);
    if (folder !== null && !(await isFolder(folder))) return `there is no folder ${folder} on the bot's machine`;
  }
  return null;
}

function folderOf({ where, cwd }: WrittenStep, project: string | null): string | null {
  return where === 'project' ? project : (cwd ?? null);
}

function actionOf({ steps }: CommandParams, { world, service }: Place, target: Pinned | null): Action {
  return {
    steps: steps.map(({ where, argv, env, timeout }) => ({
      where,
      line: world.clean(commandLine(argv)),
      env: [...env],
      timeout,
    })),
    folders: steps.map((step) => folderOf(step, service.project)),
    target,
  };
}

/** `container api-server on host local: pip check, 1 min at most; then on the bot's machine in /srv/api: make migrate, 5 min at most`. */
function sayPlan({ steps, folders, target }: Action, { service }: Place): Text {
  return steps.flatMap(({ where, line, timeout }, index) => {
    const folder = folders[index] ?? null;
    const place =
      where === 'container'
        ? onHost(target?.name ?? service.name, service.host)
        : text("on the bot's machine", folder === null ? '' : ` in ${folder}`);
    return text(index === 0 ? '' : '; then ', place, ': ', { code: line }, `, ${formatDuration(timeout)} at most`);
  });
}

function asTyped({ where, line }: Action['steps'][number], target: Pinned | null): string {
  return where === 'container' ? `docker exec ${target?.name ?? ''} ${line}` : line;
}

/** A command leaves nothing that every command leaves. */
function unsettled({ steps }: Action, { params }: Place): Settled {
  const written = commandParams.safeParse(params).data?.find;
  const lines = steps.map(({ line }) => `\`${line}\``).join(', ');
  return {
    happened: 'maybe',
    says: text('commands leave nothing that the bot could compare'),
    find: written ?? `Look at what ${lines} should have changed.`,
  };
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (one) => one.isDirectory(),
    () => false,
  );
}
