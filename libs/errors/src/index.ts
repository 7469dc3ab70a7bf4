export {
  AppError,
  conflict,
  forbidden,
  invalid,
  notFound,
  rateLimited,
  unauthenticated,
  unavailable,
  type ErrorKind,
  type Fault,
} from './app-error.js';
