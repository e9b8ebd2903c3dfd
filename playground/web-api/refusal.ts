/** What Slack answers instead of doing it: `ok: false` with a code of the method's documentation. */
export class Refusal extends Error {
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, details: Readonly<Record<string, unknown>> = {}) {
    super(`Slack refuses: ${code}`);
    this.name = 'Refusal';
    this.code = code;
    this.details = details;
  }
}

/** A refusal that names the places in a request, as Slack does for blocks and views. */
export function refusalAt(code: string, problems: readonly string[]): Refusal {
  return new Refusal(code, {
    errors: problems,
    response_metadata: { messages: problems.map((one) => `[ERROR] ${one}`) },
  });
}
