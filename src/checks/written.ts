import { z } from 'zod';

/** True for text that names a value of config.yml, which is put in before the check runs. */
export function isPlaceholder(written: string): boolean {
  return written.includes('${');
}

/** An address of one of these schemes, or `${…}` in its place. */
export function urlOf(schemes: readonly string[]): z.ZodType<string, string> {
  const wanted = schemes.map((scheme) => `${scheme}//`).join(' or ');
  return z
    .string()
    .min(1)
    .refine((written) => isPlaceholder(written) || isUrl(written, schemes), `an address begins with ${wanted}`);
}

/** A TCP port, or `${…}` in its place. Ask for the number with `portNumber` once the value is in. */
export const port = z.union([
  z.int().min(1).max(65_535),
  z
    .string()
    .refine((written) => isPlaceholder(written) || isPort(Number(written)), 'a port is a number from 1 to 65535'),
]);

/** The port as a number, or null where a placeholder was filled with something else. */
export function portNumber(written: z.infer<typeof port>): number | null {
  const number = Number(written);
  return isPort(number) ? number : null;
}

/** Reads an address; null for one that is none or has another scheme. */
export function parseUrl(written: string, schemes: readonly string[]): URL | null {
  if (!URL.canParse(written)) return null;
  const url = new URL(written);
  return schemes.includes(url.protocol) ? url : null;
}

function isUrl(written: string, schemes: readonly string[]): boolean {
  return parseUrl(written, schemes) !== null;
}

function isPort(number: number): boolean {
  return Number.isInteger(number) && number >= 1 && number <= 65_535;
}
