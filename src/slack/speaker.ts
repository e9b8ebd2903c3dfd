/** Somebody doing something in Slack, decoded. */
export interface Speaker {
  readonly user: string;
  readonly team: string;
  readonly channel: string;
  /** Slack's id of this very doing; the same id is the same wish. */
  readonly trigger: string;
  /** Set for installations on a whole Enterprise Grid. */
  readonly grid: boolean;
  /** They pressed a button of an incident's card. */
  readonly atCard: boolean;
}
