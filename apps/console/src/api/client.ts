import createFetchClient from 'openapi-fetch';
import type { paths } from './schema';

export const client = createFetchClient<paths>({ baseUrl: '' });
