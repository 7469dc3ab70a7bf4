export { CountFeed } from './counting/count-feed.js';
export { OldFigures } from './counting/old-figures.js';
export { Stats } from './figures/stats.js';
export { StatsModule } from './stats.module.js';
export { DEFAULT_WINDOW, WINDOW_NAMES, type WindowName } from './windows.js';
export { Presence } from './workers/presence.js';
