import bolt, { type ReceiverEvent } from '@slack/bolt';

const { App } = bolt;

/**
 * Bolt acknowledges an event before anybody has looked at it. This one does so when its listeners are done, so that Slack
 * sends again what a crash took or what could not be recorded.
 */
export class RecordingApp extends App {
  readonly #again = new WeakSet<object>();

  /** This event is not acknowledged. `body` as its listener got it. */
  sendAgain(body: object): void {
    this.#again.add(body);
  }

  override async processEvent(event: ReceiverEvent): Promise<void> {
    const { body, ack } = event;
    if (body['type'] !== 'event_callback') return super.processEvent(event);
    await super.processEvent({ ...event, ack: () => Promise.resolve() });
    if (!this.#again.has(body)) await ack();
  }
}
