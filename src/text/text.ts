/**
 * A piece of text that people read, before anyone knows where: Slack, a terminal, a document.
 * A plain string is inert: whatever it contains, no renderer lets it act as a mention, a link or formatting.
 */
export type Part =
  | string
  | { readonly bold: string }
  | { readonly code: string }
  /** ISO 8601, UTC. Shown in the reader's zone; `to` says how fine (seconds in evidence, minutes in deadlines). */
  | { readonly time: string; readonly to: 'second' | 'minute' }
  | { readonly link: string; readonly url: string }
  /** A person by Slack user id. Renderers show the name without notifying; see `mention`. */
  | { readonly person: string }
  /** Notifies: only for people who must act. An actor (`slack:U123`), or a party of config.yml (`party:api-approvers`). */
  | { readonly mention: string };

export type Text = readonly Part[];

/** Builds a Text and drops what is empty, so that optional parts can be written in place. */
export function text(...parts: (Part | Text | undefined | false)[]): Text {
  return parts.flatMap((part) => (part === undefined || part === false || part === '' ? [] : (part as Part | Part[])));
}

/** Joins texts with a separator between each two. */
export function join(texts: readonly Text[], separator: string): Text {
  return texts.flatMap((one, index) => (index === 0 ? one : [separator, ...one]));
}

/** Text that people wrote in a reviewed file: what stands between backticks is code, nothing else is special. */
export function authored(written: string): Text {
  return text(...written.split('`').map((piece, index): Part => (index % 2 === 1 ? { code: piece } : piece)));
}
