import type { Directory } from '../directory.js';
import { escape } from '../mrkdwn/entities.js';

/**
 * What a person types, as Slack hands it to an app.
 * @param resolve whether `@name`, `#channel` and links become `<…>` strings (a command's `should_escape`)
 */
export function typed(text: string, resolve: boolean, directory: Directory): string {
  const escaped = escape(text);
  if (!resolve) return escaped;
  return escaped
    .replace(/\bhttps?:\/\/[^\s|]+/g, (url) => `<${url}>`)
    .replace(/(?<![\w@<])@([\w.-]*\w)/g, (whole, name: string) => mention(name, directory) ?? whole)
    .replace(/(?<![\w#</])#([\w-]+)/g, (whole, name: string) => {
      const channel = directory.findChannel(`#${name}`);
      return channel === undefined ? whole : `<#${channel.id}|${channel.name}>`;
    });
}

function mention(name: string, directory: Directory): string | undefined {
  if (name === 'here' || name === 'channel' || name === 'everyone') return `<!${name}>`;
  const person = directory.findPerson(name);
  if (person !== undefined) return `<@${person.id}|${person.name}>`;
  const group = directory.findGroup(name);
  return group === undefined ? undefined : `<!subteam^${group.id}|@${group.handle}>`;
}
