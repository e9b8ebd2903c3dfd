const PLAIN = /^[\w@%+=:,./-]+$/;

/** An argv as a person would type it into a shell: for reading, never for running. */
export function commandLine(argv: readonly string[]): string {
  return argv.map((item) => (PLAIN.test(item) ? item : `'${item.replaceAll("'", `'\\''`)}'`)).join(' ');
}
