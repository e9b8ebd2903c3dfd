import { createRoot } from 'react-dom/client';
import { connect } from './connection.js';
import { Page } from './page.js';
import './page.css';

const place = document.getElementById('page');
if (place === null) throw new Error('index.html has no #page');
createRoot(place).render(<Page store={connect()} />);
