/** The emoji that somebody is likely to meet here, by Slack's names. */
const EMOJI: Readonly<Record<string, string>> = {
  '+1': '👍',
  '-1': '👎',
  alarm_clock: '⏰',
  arrows_counterclockwise: '🔄',
  ballot_box_with_check: '☑️',
  bell: '🔔',
  bug: '🐛',
  bulb: '💡',
  calendar: '📆',
  clap: '👏',
  construction: '🚧',
  exclamation: '❗',
  eyes: '👀',
  fire: '🔥',
  hammer_and_wrench: '🛠️',
  heart: '❤️',
  heavy_check_mark: '✔️',
  hourglass: '⌛',
  hourglass_flowing_sand: '⏳',
  information_source: 'ℹ️',
  key: '🔑',
  large_blue_circle: '🔵',
  large_green_circle: '🟢',
  large_orange_circle: '🟠',
  large_yellow_circle: '🟡',
  link: '🔗',
  lock: '🔒',
  loudspeaker: '📢',
  mag: '🔍',
  memo: '📝',
  no_entry: '⛔',
  ok_hand: '👌',
  paperclip: '📎',
  pray: '🙏',
  pushpin: '📌',
  question: '❓',
  raised_hands: '🙌',
  red_circle: '🔴',
  rocket: '🚀',
  rotating_light: '🚨',
  round_pushpin: '📍',
  slightly_smiling_face: '🙂',
  smile: '😄',
  sos: '🆘',
  speech_balloon: '💬',
  tada: '🎉',
  thinking_face: '🤔',
  thumbsdown: '👎',
  thumbsup: '👍',
  warning: '⚠️',
  wave: '👋',
  white_check_mark: '✅',
  white_circle: '⚪',
  wrench: '🔧',
  x: '❌',
};

/** The emoji of that name (`pushpin`); undefined for one that is not drawn here. */
export function emojiOf(name: string): string | undefined {
  return Object.hasOwn(EMOJI, name) ? EMOJI[name] : undefined;
}

/** Text with `:names:` of emoji replaced; what names none stays. */
export function withEmoji(text: string): string {
  return text.replace(/:([a-z0-9_+-]{1,50}):/g, (whole, name: string) => emojiOf(name) ?? whole);
}
