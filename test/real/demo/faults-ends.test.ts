import { ends } from './evidence/ends.js';
import { proveFaults } from './trials.js';

proveFaults(ends);
