import { z } from 'zod';
import type { EngineEvent, Selector } from '../checks/containers.js';

const message = z.object({
  Type: z.string().default(''),
  Action: z.string().default(''),
  Actor: z.object({ ID: z.string().default(''), Attributes: z.record(z.string(), z.string()).nullish() }).nullish(),
  time: z.number().default(0),
  timeNano: z.number().default(0),
});

/** What makes an event one of a service's. */
export interface EventSubject {
  readonly id: string;
  readonly name: string;
  readonly project: string;
  readonly service: string;
}

/** One message of the engine. Only those about a container's life carry an event; the rest show that nothing is missing. */
export interface EngineMessage {
  /** Milliseconds since 1970 on the engine's clock, with fractions. */
  readonly time: number;
  /** The same for the same message, however often it is read. */
  readonly key: string;
  readonly life: { readonly event: EngineEvent; readonly subject: EventSubject } | null;
}

// Health checks alone make three exec events each; they say nothing about a container's life.
const LIFE = new Set(
  'create start restart die kill oom stop destroy rename update pause unpause health_status'.split(' '),
);

/** Understands one message of `GET /events`, or null when it is none. */
export function toMessage(written: unknown): EngineMessage | null {
  const parsed = message.safeParse(written);
  if (!parsed.success) return null;
  const { Type: type, Action: action, Actor: actor, time, timeNano } = parsed.data;
  const id = actor?.ID ?? '';
  const [verb = '', ...rest] = action.split(': ');
  const attributes = actor?.Attributes ?? {};
  const at = timeNano > 0 ? timeNano / 1e6 : time * 1000;
  const subject: EventSubject = {
    id,
    name: attributes['name'] ?? '',
    project: attributes['com.docker.compose.project'] ?? '',
    service: isOneOff(attributes) ? '' : (attributes['com.docker.compose.service'] ?? ''),
  };
  const event: EngineEvent = {
    at: new Date(at).toISOString(),
    containerId: id,
    action: verb,
    detail: detailOf(verb, rest.join(': '), attributes),
  };
  const life = type === 'container' && LIFE.has(verb) ? { event, subject } : null;
  return { time: at, key: `${timeNano || time} ${action} ${id}`, life };
}

/** True when an event is about a container that the selector means. */
export function isAbout(subject: EventSubject, selector: Selector): boolean {
  if ('name' in selector) return subject.name === selector.name;
  if ('id' in selector) return subject.id.startsWith(selector.id);
  return subject.project === selector.compose.project && subject.service === selector.compose.service;
}

function detailOf(verb: string, rest: string, attributes: Readonly<Record<string, string>>): string {
  if (verb === 'die') return attributes['exitCode'] ?? '';
  if (verb === 'kill') return attributes['signal'] ?? '';
  if (verb === 'create' || verb === 'destroy') return attributes['image'] ?? '';
  return verb === 'health_status' ? rest : '';
}

function isOneOff(attributes: Readonly<Record<string, string>>): boolean {
  return attributes['com.docker.compose.oneoff'] === 'True';
}
