import type { Account, MadeFile } from '../engine/reporter.js';
import type { Shown } from './document-data.js';
import { fileName } from './file-name.js';
import { incidentPicture } from './pictures/incident.js';
import type { Picture } from './pictures/picture.js';
import { treePicture } from './pictures/tree.js';
import { toPng } from './png.js';

/** The pictures of an incident, and what went wrong while they were made. */
export interface Pictures {
  readonly pictures: readonly { readonly file: MadeFile; readonly of: Shown['of'] }[];
  readonly trouble: string | null;
}

const KINDS = [
  { of: 'incident', title: 'Picture of the incident', make: incidentPicture },
  { of: 'tree', title: 'The decision tree', make: treePicture },
] as const satisfies readonly {
  readonly of: Shown['of'];
  readonly title: string;
  readonly make: (account: Account) => Picture | null;
}[];

/** A picture that cannot be made is said; the others, and the document, are there. */
export async function picturesOf(account: Account): Promise<Pictures> {
  const making = KINDS.map(async ({ of, title, make }) => {
    try {
      const picture = make(account);
      if (picture === null) return null;
      const name = fileName(account, of, 'png');
      return { file: { name, title, body: await toPng(picture.svg), alt: picture.alt }, of };
    } catch (error) {
      return `${title} could not be made: ${error instanceof Error ? error.message : String(error)}.`;
    }
  });
  const made = await Promise.all(making);
  const troubles = made.filter((one) => typeof one === 'string');
  return {
    pictures: made.filter((one) => one !== null && typeof one !== 'string'),
    trouble: troubles.length === 0 ? null : troubles.join(' '),
  };
}
