export {
  AppError,
  conflict,
  invalid,
  notFound,
  unavailable,
  type ErrorKind,
  type Fault,
} from './app-error.js';
