/** Who is to be called when, as the runbook and config.yml said it when the run was started. All durations in ms; parties are names of config.yml. */
export interface Response {
  /** An alert that opens this is worth waking somebody for. */
  readonly page: boolean;
  /** By when, counted from the opening. */
  readonly targets: { readonly acknowledge: number; readonly resolve: number } | null;
  /** Who is nudged while nobody acknowledges; null where config.yml names nobody. */
  readonly onCall: string | null;
  /** Who is called while the service stays down, soonest first. Level 1 is whoever answers. */
  readonly levels: readonly Level[];
  /** Who is called when no known cause fits; null for nobody. */
  readonly unknownCause: string | null;
  /** How often an update is asked for; null: every 20 minutes while it is critical. */
  readonly updates: number | null;
  /** What users notice, as the runbook says it. */
  readonly impact: Impact | null;
  /** Pages to look at, already filled in. */
  readonly links: readonly { readonly title: string; readonly url: string }[];
}

export interface Level {
  /** 2, 3, … */
  readonly level: number;
  readonly after: number;
  readonly to: string;
}

export interface Impact {
  readonly users: string;
  readonly business: string | null;
  readonly endpoints: string | null;
  readonly sla: string | null;
}
