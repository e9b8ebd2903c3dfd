import type { FactSpec } from '../runbook/facts.js';

export const deploymentSpecs = {
  image: { type: 'string', says: 'Image the container was created from, as it was named.' },
  image_id: { type: 'string', says: 'First 12 digits of its id.' },
  image_created: { type: 'time', says: 'When the image was built; null where it does not tell.' },
  container_created: { type: 'time', says: 'When the container was created.' },
  previous_image: {
    type: 'string',
    says: 'Name of the image of the container before this one; unknown where Docker events tell of none.',
  },
  image_replaced: {
    type: 'bool',
    says: 'The name it was created with does not belong to its image any more: a newer one was built or pulled since.',
  },
  changed_recently: {
    type: 'bool',
    says: 'Within the time asked for the container was created, and its image was built then too or has another name than the one before it.',
  },
  last_commit: { type: 'string', says: 'Newest commit of the project folder: short hash and subject.' },
  last_commit_at: { type: 'time', says: 'When it was committed.' },
  commit_recent: { type: 'bool', says: 'It was committed within the time asked for.' },
  commits: { type: 'lines', says: 'The five newest commits, oldest first, with short hash, subject and author.' },
  dirty: { type: 'bool', says: 'Files that Git knows were changed in the project folder and not committed.' },
} satisfies Readonly<Record<string, FactSpec>>;
