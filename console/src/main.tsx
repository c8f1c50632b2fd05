import '@cloudscape-design/global-styles/index.css';
import './console.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { applyAppearance } from './frame/appearance.ts';
import { start } from './start/start.tsx';

applyAppearance();
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
const view = createRoot(root);
start((page) => view.render(<StrictMode>{page}</StrictMode>));
