export { SCOPES, type Principal, type ProjectRef, type Scope } from './access/principal.js';
