/** A row of the tables in docs/seed-runbooks.md: which lines of a seed document, and what became of them. */
export interface Row {
  readonly from: number;
  readonly to: number;
  /** The seed's words, piece by piece. */
  readonly words: readonly string[];
  readonly how: string;
  readonly what: string;
}

/** A piece of code in Markdown: between one backtick, or two where it holds backticks itself. */
const CODE = /``\s(.+?)\s``|`([^`]+)`/g;
const QUOTED = /(?:(follow-up|measure) )?“([^”]+)”/g;

/** The section of a page under `## title`. Throws where there is none. */
export function sectionOf(page: string, title: string): string {
  const found = page.split(/^## /m).find((part) => part.startsWith(`${title}\n`));
  if (found === undefined) throw new Error(`docs/seed-runbooks.md has no section ${title}`);
  return found;
}

/** The rows of the only table in a section. Throws for a row that cannot be read. */
export function rowsOf(section: string): Row[] {
  return cellsOf(section).slice(1).map(rowOf);
}

/** The cells of all rows of a Markdown table, its head included, the ruler under it left out. */
export function cellsOf(section: string): string[][] {
  const lines = section.split('\n').filter((line) => line.startsWith('|') && !line.startsWith('| ---'));
  return lines.map((line) =>
    line
      .slice(1, line.lastIndexOf('|'))
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim().replaceAll('\\|', '|')),
  );
}

function rowOf(cells: readonly string[]): Row {
  const [lines = '', said = '', how = '', what = ''] = cells;
  const range = /^(\d+)(?:-(\d+))?$/.exec(lines);
  if (range === null || cells.length !== 4) throw new Error(`this is no row: ${cells.join(' | ')}`);
  return { from: Number(range[1]), to: Number(range[2] ?? range[1]), words: codeIn(said), how, what };
}

/** The pieces of code in a text, in their order. */
export function codeIn(text: string): string[] {
  return [...text.matchAll(CODE)].map(([, twice, once]) => twice ?? once ?? '');
}

/** The names in a text that are not part of a quotation: facts, causes, outcomes. */
export function namesIn(text: string): string[] {
  return codeIn(text.replaceAll(QUOTED, ''));
}

/** What a text quotes: follow-ups, measures, and what cards say. */
export function quotesIn(text: string): Readonly<Record<'card' | 'followUps' | 'measures', string[]>> {
  const all = [...text.matchAll(QUOTED)].map(([, mark, words = '']) => ({ mark, words }));
  const marked = (by: string | undefined): string[] => all.flatMap(({ mark, words }) => (mark === by ? [words] : []));
  return { card: marked(undefined), followUps: marked('follow-up'), measures: marked('measure') };
}

/** The numbers of the lines of a seed document that a table must speak of: those of code blocks, and list items. */
export function linesToCover(document: string): number[] {
  let fenced = false;
  return document.split('\n').flatMap((line, place) => {
    if (/^\s*```/.test(line)) {
      fenced = !fenced;
      return [];
    }
    const counts = fenced ? line.trim() !== '' : /^\s*(?:[-*+]|\d+\.)\s/.test(line);
    return counts ? [place + 1] : [];
  });
}

/** True when every piece stands in one of the lines, in their order. */
export function standIn(pieces: readonly string[], lines: readonly string[]): boolean {
  let place = 0;
  return pieces.every((piece) => {
    const found = lines.findIndex((line, at) => at >= place && line.replace(/\s+/g, ' ').includes(piece));
    place = found + 1;
    return found !== -1;
  });
}
