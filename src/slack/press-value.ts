/** What a remedy's button is about: `INC-12:3` is offer or request 3 of INC-12. */
export interface PressValue {
  readonly incident: string;
  readonly number: number;
}

const VALUE = /^(INC-[1-9]\d{0,8}):([1-9]\d{0,5})$/;

/** Reads a button's value back; null for anything the bot never wrote. */
export function pressValue(value: string): PressValue | null {
  const [, incident, number] = VALUE.exec(value) ?? [];
  return incident === undefined || number === undefined ? null : { incident, number: Number(number) };
}
