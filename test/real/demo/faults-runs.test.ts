import { runs } from './evidence/runs.js';
import { proveFaults } from './trials.js';

proveFaults(runs);
