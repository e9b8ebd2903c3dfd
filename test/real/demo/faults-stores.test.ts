import { stores } from './evidence/stores.js';
import { proveFaults } from './trials.js';

proveFaults(stores);
