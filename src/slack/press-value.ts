/** What a remedy's button is about: `INC-12:3` is offer or request 3 of INC-12. */
export interface PressValue {
  readonly incident: string;
  readonly number: number;
}

/** What another button is about: `INC-12`, and behind a colon a task, minutes or a message. */
export interface AboutValue {
  readonly incident: string;
  /** Empty where there is none. */
  readonly rest: string;
}

const VALUE = /^(INC-[1-9]\d{0,8}):([1-9]\d{0,5})$/;
const ABOUT = /^(INC-[1-9]\d{0,8})(?::([a-z0-9_.]{1,40}))?$/;

/** Reads a button's value back; null for anything the bot never wrote. */
export function pressValue(value: string): PressValue | null {
  const [, incident, number] = VALUE.exec(value) ?? [];
  return incident === undefined || number === undefined ? null : { incident, number: Number(number) };
}

/** The same for buttons that are not about a remedy. */
export function aboutValue(value: string): AboutValue | null {
  const [, incident, rest = ''] = ABOUT.exec(value) ?? [];
  return incident === undefined ? null : { incident, rest };
}
