export {
  AppError,
  conflict,
  forbidden,
  invalid,
  notFound,
  preconditionFailed,
  rateLimited,
  unauthenticated,
  unavailable,
  type ErrorKind,
  type Fault,
} from './app-error.js';
