import { z } from 'zod';
import type { Json } from '../../incident/remedy.js';

/** A JSON object of the Engine API of which most is passed on as it is. */
export type Settings = Readonly<Record<string, Json>>;

export const settings: z.ZodType<Settings> = z.record(z.string(), z.json());

/** The strings of a list; none where it is something else. */
export function stringsOf(written: Json | undefined): readonly string[] {
  const strings = z.array(z.string()).safeParse(written);
  return strings.success ? strings.data : [];
}

/** The object's entries; none where it is something else. */
export function objectOf(written: Json | undefined): Settings {
  const object = settings.safeParse(written);
  return object.success ? object.data : {};
}

/** The text; empty where it is something else. */
export function textOf(written: Json | undefined): string {
  return typeof written === 'string' ? written : '';
}
