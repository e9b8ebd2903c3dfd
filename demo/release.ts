import { fileName, patched, type Patch } from './compose-file.js';
import type { Docker } from './docker.js';
import { imageName, type ServiceName } from './images.js';
import type { Files } from './project-folder.js';

/** How one project's compose file names and builds the API: of all services, the one whose releases are made in the demo. */
export interface Release {
  /** The tag of the demo's images, which releases are built upon. */
  readonly tag: string;
  readonly project: string;
}

/** Steps on top of the demo's own image. */
export interface Built {
  /** Those the image of the release was built with. */
  readonly steps: readonly string[];
  /** Those that stand in its Dockerfile: others, where what was built came from a stale cache. */
  readonly written: readonly string[];
}

/** The name of a release's image; the first release has no name. */
export function releaseImage({ tag, project }: Release, name = ''): string {
  return imageName('api', `${tag}-${project}${name === '' ? '' : `.${name}`}`);
}

/** The files of a project that runs its first release. `values` are those of the compose file's variables. */
export async function firstFiles(release: Release, values: Readonly<Record<string, string>>): Promise<Files> {
  return { ...(await composeFiles(release)), ...environmentFile(values), ...buildFiles(release, []) };
}

/** The compose file with more edits. */
export async function composeFiles(
  release: Release,
  ...edits: readonly (readonly [ServiceName, Patch])[]
): Promise<Files> {
  const own: Patch = { image: releaseImage(release), build: './api' };
  return { [fileName]: await patched(['api', own], ...edits) };
}

/** What the API's image is built from. */
export function buildFiles({ tag }: Release, steps: readonly string[]): Files {
  return { 'api/Dockerfile': dockerfile(tag, steps) };
}

/** Builds the image of a release and returns its name. */
export async function buildRelease(
  docker: Docker,
  release: Release,
  name: string,
  steps: readonly string[],
): Promise<string> {
  const image = releaseImage(release, name);
  await docker.run(['build', '-q', '-t', image, '-'], { input: dockerfile(release.tag, steps) });
  return image;
}

function dockerfile(tag: string, steps: readonly string[]): string {
  return `${[`FROM ${imageName('api', tag)}`, ...steps].join('\n')}\n`;
}

/** The values of the compose file's variables. */
export function environmentFile(values: Readonly<Record<string, string>>): Files {
  return {
    '.env': Object.entries(values)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  };
}

/** Gives the demo's own image the name of the first release. */
export async function nameFirst(docker: Docker, release: Release): Promise<void> {
  await docker.run(['tag', imageName('api', release.tag), releaseImage(release)]);
}

/** Takes the names of all releases of a project away, and what has no other. */
export async function removeReleases(docker: Docker, release: Release): Promise<void> {
  const filters = ['', '*'].flatMap((name) => ['--filter', `reference=${releaseImage(release, name)}`]);
  const named = await docker.run(['images', ...filters, '--format', '{{.Repository}}:{{.Tag}}']);
  const images = named.split('\n').filter((name) => name !== '');
  if (images.length > 0) await docker.run(['rmi', ...images]);
}
