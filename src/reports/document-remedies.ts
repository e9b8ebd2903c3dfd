import type { Account } from '../engine/reporter.js';
import type { Compared } from '../incident/remedy.js';
import { authored, text, type Text } from '../text/text.js';
import { hasLasted, wasBegun, type Facts, type Tried } from './facts.js';
import { codeSpan, inert, markdown, utc } from './markdown.js';
import { NOT_RECORDED } from './not-recorded.js';
import { capital, leave, result } from './summary-remedies.js';
import { ENDINGS } from './words.js';

type Names = Account['names'];

/** Everything that was asked for: what was done word for word, by whom, who let it happen, and what it came to. */
export function remediesPart({ tried }: Facts, names: Names): object[] {
  return tried.map((one) => {
    const { request } = one;
    const { offer, started, steps, acted, ended } = request;
    const plan = started?.plan ?? offer.plan;
    const outcome = text(
      result(one),
      acted !== null && acted.says.length > 0 && ['; done: ', ...acted.says],
      ended !== null && ended.compared.length === 0 && ended.says.length > 0 && ['; seen: ', ...ended.says],
    );
    return {
      title: inert(capital(plan.title)),
      result: capital(markdown(wasBegun(one) ? outcome : notBegun(one), names)),
      leave: `${markdown(leave(one), names)} (${inert(offer.policy.risk)} risk), asked ${utc(request.at)}`,
      does: markdown(plan.does, names),
      command: plan.like === null ? 'none; the bot talks to the engine itself' : codeSpan(plan.like),
      steps: steps.map(({ says, at }) => `${markdown(says, names)}, ${utc(at)}`),
      compared: (ended?.compared ?? []).map((line) => markdown(beforeAndAfter(line), names)),
      undo: plan.undo === null ? NOT_RECORDED : markdown(authored(plan.undo), names),
      afterwards: plan.afterwards === null || !hasLasted(one) ? 'nothing' : markdown(authored(plan.afterwards), names),
    };
  });
}

/** It was asked for and nothing was run. */
function notBegun({ request: { ended } }: Tried): Text {
  if (ended === null) return ['nothing was run'];
  return text(
    `${ENDINGS[ended.how]} `,
    { time: ended.at, to: 'second' },
    ended.says.length > 0 && ['; ', ...ended.says],
  );
}

function beforeAndAfter({ title, vantage, before, after }: Compared): Text {
  return text(`${title}: `, before !== null && ['was ', ...before, ', now '], after, ` (seen from ${vantage})`);
}
