export { reseal } from './reseal.js';
export type { Resealed, SealedColumn, SealedText } from './sealed-column.js';
export { SecretBox } from './secret-box.js';
export { SecretsModule } from './secrets.module.js';
