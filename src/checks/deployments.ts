import { z } from 'zod';
import { durationBetween } from '../runbook/duration.js';
import type { Facts, UnknownFact } from '../runbook/facts.js';
import { CannotLook, defineCheck, type World } from './check.js';
import { deploymentSpecs } from './deployments-facts.js';
import { gitFacts, readGit, type GitState } from './deployments-git.js';
import { imageFacts, readImages, withoutContainer, type ImageState } from './deployments-image.js';
import { sayDeployments } from './deployments-says.js';

const params = z.strictObject({
  type: z.literal('deployments'),
  within: durationBetween(60_000, 30 * 86_400_000, 'between 1m and 30d')
    .default(86_400_000)
    .describe('How far back a change counts as recent.'),
});

/** What changed lately: the image of the service's container, and the commits of its project folder. */
export const deployments = defineCheck({
  type: 'deployments',
  vantage: 'Docker',
  says: "Recent changes: the image of the service's container and the one before it, and, where config.yml names a project folder, its newest Git commits.",
  params,
  facts: () => deploymentSpecs,
  run: async ({ within }, world, signal) => {
    const from = world.now().getTime() - within;
    const [images, git] = await Promise.all([imagesOrReason(world, signal), gitOrReason(world, signal)]);
    const facts: Facts = {
      ...('unknown' in images ? withoutContainer(images) : imageFacts(images, from, world)),
      ...gitFacts(git, from),
    };
    const quotes = 'unknown' in git ? [] : git.commits;
    return { facts, says: sayDeployments(facts), quotes };
  },
});

/** What the engine cannot tell does not keep Git from telling, and the other way round. */
async function imagesOrReason(world: World, signal: AbortSignal): Promise<ImageState | UnknownFact> {
  try {
    return (await readImages(world, signal)) ?? { unknown: 'there is no container' };
  } catch (error) {
    if (error instanceof CannotLook) return { unknown: error.reason };
    throw error;
  }
}

async function gitOrReason(world: World, signal: AbortSignal): Promise<GitState | UnknownFact> {
  const { name, project } = world.service;
  if (project === null) return { unknown: `config.yml names no project folder for ${name}` };
  try {
    return await readGit(project, world, signal);
  } catch (error) {
    if (error instanceof CannotLook) return { unknown: error.reason };
    throw error;
  }
}
