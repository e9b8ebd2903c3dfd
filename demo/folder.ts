import { join } from 'node:path';
import { packageRoot } from '../src/package-root.js';

const demoFolder = join(packageRoot(), 'demo');

/** One folder for each image, and `base` beneath them all. */
export const imagesFolder = join(demoFolder, 'images');

export const composeFile = join(demoFolder, 'docker-compose.yml');
