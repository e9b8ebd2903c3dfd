import type { Screen } from '../engine/ports.js';

/** The screen of a program without Slack: an incident without a home is on show at once; one that lives in Slack is left for the bot to show. */
export const nowhere: Screen = {
  adopt: () => undefined,
  show: (incident, listener) => {
    if (incident.home === null) queueMicrotask(() => listener.shown(incident));
  },
};
