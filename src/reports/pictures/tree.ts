import type { Account } from '../../engine/reporter.js';
import type { Verdict } from '../../runbook/verdict.js';
import { utcClock } from '../../text/clock.js';
import { box, label, line, path, svgOf, type Shape } from './drawing.js';
import { oneLine, wrap } from './letters.js';
import { EDGE, HEAD, heading, PLAIN, SMALL, space, stacked, TEXT_WIDTH, WIDTH, type Draw } from './page.js';
import type { Picture } from './picture.js';
import { foundBy, storyOf } from './story.js';
import { BLUE, DIM } from './style.js';
import { nodesOf, type Aside, type Node } from './tree-path.js';

const BOX_WIDTH = 640;
const PAD = 18;
const ASIDE_X = EDGE + BOX_WIDTH + 56;
const ASIDE_WIDTH = WIDTH - EDGE - ASIDE_X;
const STEM_X = EDGE + 60;
const STEM = 46;
const MOST_OBSERVED = 3;
const MOST_CAUSES = 3;

/** How the newest diagnosis came to its verdict: the questions it was led through and what was seen, the other ways in grey. Null where there is none, or its runbook cannot be read any more. */
export function treePicture(account: Account): Picture | null {
  const { incident } = storyOf(account);
  const run = incident.runs.findLast(({ verdict, completedAt }) => verdict !== null && completedAt !== null);
  const runbook = run === undefined ? undefined : account.runbooks.get(run.hash);
  if (run?.verdict == null || runbook === undefined || runbook === null) return null;
  const nodes = nodesOf(run, runbook);
  const title = `${incident.id}, diagnosis ${run.run}: ${oneLine(runbook.title)}`;
  const at = utcClock(run.startedAt, 'second', incident.openedAt);
  const below = `Asked ${at}. Grey and dashed: ways that were not taken.`;
  const alt = altOf(`${incident.id}, diagnosis ${run.run} with ${runbook.title}`, nodes, run.verdict);
  const parts = [heading(title, [below]), space(18), ...nodes.map(drawNode), drawEnd(run.verdict)];
  const { shapes, bottom } = stacked(16, parts);
  return { svg: svgOf(WIDTH, bottom + EDGE, alt, shapes), alt };
}

function drawNode({ ask, answer, observed, asides }: Node): Draw {
  const inner = BOX_WIDTH - 2 * PAD;
  const question = wrap(ask, inner, HEAD, 3);
  const each = observed.length === 1 ? 2 : 1;
  const shown = observed.slice(0, MOST_OBSERVED).flatMap((one) => wrap(one, inner, SMALL, each));
  return (top) => {
    const height = 2 * PAD + question.length * 30 + shown.length * 28;
    const seen = top + PAD + question.length * 30;
    const aside = drawAsides(asides, top, top + height);
    const bottom = Math.max(top + height, aside.bottom);
    const frame = { x: EDGE, y: top, width: BOX_WIDTH, height };
    return {
      shapes: [
        ...aside.shapes,
        ...stem(top + height, bottom + STEM, answer),
        box(frame, 'strong', { colour: BLUE, width: 4, round: 10 }),
        ...question.map((one, index) => label({ x: EDGE + PAD, y: top + PAD + 22 + index * 30 }, one, HEAD)),
        ...shown.map((one, index) => label({ x: EDGE + PAD, y: seen + 22 + index * 28 }, one, SMALL)),
      ],
      bottom: bottom + STEM,
    };
  };
}

/** The way that was taken, with its answer. */
function stem(from: number, to: number, answer: string): readonly Shape[] {
  const head = [-9, 9].map((dx) => ({ x: STEM_X + dx, y: to - 14 }));
  return [
    line({ x: STEM_X, y: from }, { x: STEM_X, y: to - 12 }, { colour: BLUE, width: 5 }),
    path([...head, { x: STEM_X, y: to - 2 }], { colour: BLUE, width: 1 }, 'blue'),
    label({ x: STEM_X + 20, y: (from + to) / 2 + 6 }, answer, HEAD),
  ];
}

function drawAsides(
  asides: readonly Aside[],
  top: number,
  boxBottom: number,
): { readonly shapes: readonly Shape[]; readonly bottom: number } {
  const grey = { colour: DIM, width: 2, dashes: '5 5' };
  let y = top;
  const shapes = asides.flatMap(({ answer, says }) => {
    const lines = wrap(`${answer}: ${says}`, ASIDE_WIDTH, SMALL, 3);
    const first = y;
    y += lines.length * 27 + 14;
    const end = { x: ASIDE_X - 8, y: first + 16 };
    // The second of two may stand below the box it belongs to.
    const edge = { x: EDGE + BOX_WIDTH, y: Math.min(end.y, boxBottom - PAD) };
    const words = lines.map((one, index) =>
      label({ x: ASIDE_X, y: first + 23 + index * 27 }, one, { ...SMALL, colour: DIM }),
    );
    return [path([edge, { x: edge.x + 20, y: end.y }, end], grey), ...words];
  });
  return { shapes, bottom: y };
}

function drawEnd(verdict: Verdict): Draw {
  const inner = TEXT_WIDTH - 2 * PAD;
  const title = wrap(`Verdict: ${oneLine(verdict.title)}`, inner, HEAD, 2);
  const causes = causesOf(verdict).flatMap((one) => wrap(oneLine(one), inner, PLAIN, 2));
  return (top) => {
    const height = 2 * PAD + title.length * 32 + causes.length * 32;
    const below = top + PAD + title.length * 32;
    return {
      shapes: [
        box({ x: EDGE, y: top, width: TEXT_WIDTH, height }, 'paper', { width: 5, round: 10 }),
        ...title.map((one, index) => label({ x: EDGE + PAD, y: top + PAD + 22 + index * 32 }, one, HEAD)),
        ...causes.map((one, index) => label({ x: EDGE + PAD, y: below + 24 + index * 32 }, one, PLAIN)),
      ],
      bottom: top + height,
    };
  };
}

function causesOf({ named, candidates, ruledOut }: Verdict): readonly string[] {
  const listed = (titles: readonly string[]): string =>
    titles.length <= MOST_CAUSES
      ? titles.join(', ')
      : `${titles.slice(0, MOST_CAUSES).join(', ')} and ${titles.length - MOST_CAUSES} more`;
  const titlesOf = (causes: Verdict['named']): readonly string[] => causes.map(({ title }) => title);
  return [
    ...(named.length === 0 ? [] : [`Cause: ${listed(titlesOf(named))}`]),
    ...(candidates.length === 0 ? [] : [`Could be: ${listed(titlesOf(candidates))}`]),
    ...(ruledOut.length === 0 ? [] : [`Ruled out: ${listed(ruledOut)}`]),
  ];
}

function altOf(what: string, nodes: readonly Node[], verdict: Verdict): string {
  const last = nodes.at(-1);
  const asked = nodes.length === 1 ? '1 question' : `${nodes.length} questions`;
  const end = last === undefined ? '' : ` The last was “${last.ask}”: ${last.answer}.`;
  return oneLine(`${what}: ${asked} led to “${foundBy(verdict)}”.${end}`);
}
