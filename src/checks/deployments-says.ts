import { isUnknown, type Facts, type FactValue, type UnknownFact } from '../runbook/facts.js';
import { join, text, type Text } from '../text/text.js';

type Fact = FactValue | UnknownFact | undefined;

/** `image api:2 built …, container created …, api:1 before it; newest commit 1a2b3c4 Use the pool, …`. */
export function sayDeployments(facts: Facts): Text {
  const container = isUnknown(facts['image']) ? text(`image: ${facts['image'].unknown}`) : sayImage(facts);
  // Most teams have no folder here: that is no news.
  const commits = isUnknown(facts['last_commit']) ? [] : [sayCommits(facts)];
  return join([container, ...commits], '; ');
}

function sayImage(facts: Facts): Text {
  const built = when(' built ', facts['image_created']);
  const created = when(', container created ', facts['container_created']);
  const previous = facts['previous_image'];
  const other = typeof previous === 'string' && previous !== facts['image'];
  return text('image ', { code: words(facts['image']) }, ...built, ...created, other && `, ${previous} before it`);
}

function sayCommits(facts: Facts): Text {
  const dirty = facts['dirty'] === true && ', changes not committed';
  return text(`newest commit ${words(facts['last_commit'])}`, ...when(', ', facts['last_commit_at']), dirty);
}

function when(before: string, fact: Fact): Text {
  return typeof fact === 'string' ? text(before, { time: fact, to: 'second' }) : [];
}

function words(fact: Fact): string {
  return typeof fact === 'string' ? fact : '';
}
