import { reach } from './evidence/reach.js';
import { proveFaults } from './trials.js';

proveFaults(reach);
