export {
  AppError,
  conflict,
  forbidden,
  invalid,
  notFound,
  unauthenticated,
  unavailable,
  type ErrorKind,
  type Fault,
} from './app-error.js';
